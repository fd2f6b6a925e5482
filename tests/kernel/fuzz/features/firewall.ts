/** Rules in the syntax of iptables-save, in every table, with every match and target that needs nothing from outside. */
import { formatCidr, formatIpv4, formatMac } from '../../../../src/lib/net/text.ts';
import { networkOf } from '../../../../src/lib/net/prefix.ts';
import type { Draft, NodeSource } from '../draft.ts';
import { PORTS } from '../ports.ts';
import type { Feature } from './feature.ts';

type Table = 'raw' | 'mangle' | 'nat' | 'filter';

const CHAINS = {
	raw: ['PREROUTING', 'OUTPUT'],
	mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
	nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
	filter: ['INPUT', 'FORWARD', 'OUTPUT']
} as const;
type Chain = (typeof CHAINS)[Table][number];

const hasIn = (chain: string) => chain === 'PREROUTING' || chain === 'INPUT' || chain === 'FORWARD';
const hasOut = (chain: string) => chain === 'OUTPUT' || chain === 'POSTROUTING' || chain === 'FORWARD';

/** What a rule says of the header: its protocol decides which further matches and targets Linux takes. */
interface Start {
	protocol: '' | 'icmp' | 'tcp' | 'udp';
	words: string[];
}

class Rules {
	readonly #draft: Draft;
	readonly #node: NodeSource;

	constructor(draft: Draft, node: NodeSource) {
		this.#draft = draft;
		this.#node = node;
	}

	#not(): string[] {
		return this.#draft.chance.in100(15) ? ['!'] : [];
	}

	#address(): string {
		const { chance } = this.#draft;
		const length = chance.pick([32, 32, 30, 24, 16, 8]);
		const address = networkOf(this.#draft.someAddress(), length);
		return formatCidr(address, length);
	}

	#plain(): string {
		return formatIpv4(this.#draft.someAddress());
	}

	#dev(): string {
		const { chance } = this.#draft;
		const own = this.#draft.membersOf(this.#node).map(({ dev }) => dev);
		return chance.pick([...own, ...own, 'lo', 'eth+']);
	}

	#start(chain: Chain): Start {
		const { chance } = this.#draft;
		const words: string[] = [];
		if (chance.in100(20)) words.push(...this.#not(), '-s', this.#address());
		if (chance.in100(20)) words.push(...this.#not(), '-d', this.#address());
		if (hasIn(chain) && chance.in100(20)) words.push(...this.#not(), '-i', this.#dev());
		if (hasOut(chain) && chance.in100(20)) words.push(...this.#not(), '-o', this.#dev());
		const protocol = chance.weighted({ any: 30, icmp: 25, tcp: 25, udp: 20 });
		if (protocol === 'any') return { protocol: '', words };
		words.push('-p', protocol);
		if (chance.in100(50)) words.push(...this.#ofProtocol(protocol));
		return { protocol, words };
	}

	#ofProtocol(protocol: 'icmp' | 'tcp' | 'udp'): string[] {
		const { chance } = this.#draft;
		if (protocol === 'icmp') {
			return ['-m', 'icmp', ...this.#not(), '--icmp-type', chance.pick(['8', '0', '3/1', '3/3', '3/4', '11/0', '5/1'])];
		}
		const port = () => chance.pick([...PORTS.map(String), '1024:65535', '7:9', '4000']);
		const side = chance.pick(['--sport', '--dport', '--dport', '--dport']);
		if (protocol === 'tcp' && chance.in100(30)) {
			return [
				'-m',
				'tcp',
				...this.#not(),
				'--tcp-flags',
				'FIN,SYN,RST,ACK',
				chance.pick(['SYN', 'ACK', 'RST', 'FIN,ACK'])
			];
		}
		if (chance.in100(25)) return ['-m', 'multiport', ...this.#not(), `${side}s`, chance.pick(['7,80', '7:9,8080'])];
		return ['-m', protocol, ...this.#not(), side, port()];
	}

	/** One of what has a module of its own, or nothing. */
	#match(table: Table, chain: Chain, { protocol }: Start): string[] {
		const { chance } = this.#draft;
		const none = (): string[] => [];
		const makers: Record<string, () => string[]> = {
			none,
			conntrack: () =>
				table === 'raw'
					? []
					: [
							'-m',
							'conntrack',
							...this.#not(),
							'--ctstate',
							chance.pick([
								'NEW',
								'ESTABLISHED',
								'RELATED',
								'INVALID',
								'RELATED,ESTABLISHED',
								'DNAT',
								'SNAT',
								'UNTRACKED'
							])
						],
			state: () => (table === 'raw' ? [] : ['-m', 'conntrack', '--ctdir', chance.pick(['ORIGINAL', 'REPLY'])]),
			status: () =>
				table === 'raw'
					? []
					: ['-m', 'conntrack', '--ctstatus', chance.pick(['ASSURED', 'CONFIRMED', 'SEEN_REPLY', 'NONE'])],
			mark: () => ['-m', 'mark', ...this.#not(), '--mark', chance.pick(['0x1', '0x2', '0x0', '0x1/0x3'])],
			connmark: () =>
				table === 'raw' ? [] : ['-m', 'connmark', ...this.#not(), '--mark', chance.pick(['0x1', '0x2', '0x0'])],
			addrtype: () => [
				'-m',
				'addrtype',
				...this.#not(),
				chance.pick(['--dst-type', '--src-type']),
				chance.pick(['LOCAL', 'UNICAST', 'BROADCAST'])
			],
			ttl: () => [
				'-m',
				'ttl',
				chance.pick(['--ttl-eq', '--ttl-lt', '--ttl-gt']),
				chance.pick(['64', '63', '2', '100'])
			],
			length: () => [
				'-m',
				'length',
				...this.#not(),
				'--length',
				chance.pick(['84', '0:100', '500:1500', '1000:65535'])
			],
			iprange: () => {
				const low = this.#draft.someAddress();
				const high = low + chance.below(20);
				return [
					'-m',
					'iprange',
					...this.#not(),
					chance.pick(['--src-range', '--dst-range']),
					`${formatIpv4(low)}-${formatIpv4(high)}`
				];
			},
			mac: () =>
				hasIn(chain)
					? [
							'-m',
							'mac',
							...this.#not(),
							'--mac-source',
							formatMac(0x020000000000 + chance.between(1, 9)).toUpperCase()
						]
					: [],
			nth: () => [
				'-m',
				'statistic',
				'--mode',
				'nth',
				'--every',
				chance.pick(['2', '3']),
				'--packet',
				chance.pick(['0', '1'])
			],
			comment: () => ['-m', 'comment', '--comment', '"a remark"'],
			recent: () =>
				chance.in100(50)
					? ['-m', 'recent', '--set', '--name', 'seen', '--mask', '255.255.255.255', '--rsource']
					: ['-m', 'recent', '--rcheck', '--name', 'seen', '--mask', '255.255.255.255', '--rsource']
		};
		if (protocol === '' && chance.in100(20)) return [];
		const name = chance.in100(45) ? 'none' : chance.pick(Object.keys(makers));
		return makers[name]();
	}

	#target(table: Table, chain: Chain, { protocol }: Start, jumps: readonly string[]): string[] {
		const { chance } = this.#draft;
		const ports = protocol === 'tcp' || protocol === 'udp';
		const port = () => (ports && chance.in100(50) ? `:${chance.pick(PORTS)}` : '');
		if (jumps.length > 0 && chance.in100(20)) return [chance.pick(['-j', '-j', '-g']), chance.pick(jumps)];
		if (chance.in100(15)) return [];
		if (table === 'nat') {
			const source = ['-j', 'SNAT', '--to-source', `${this.#plain()}${port()}`];
			const destination = ['-j', 'DNAT', '--to-destination', `${this.#plain()}${port()}`];
			if (chain === 'INPUT') return chance.in100(60) ? source : ['-j', 'ACCEPT'];
			if (chain === 'POSTROUTING') return chance.in100(55) ? ['-j', 'MASQUERADE'] : source;
			return chance.weighted({ dnat: 6, redirect: 3, accept: 1 }) === 'dnat'
				? destination
				: chance.in100(70)
					? ['-j', 'REDIRECT', ...(ports ? ['--to-ports', String(chance.pick(PORTS))] : [])]
					: ['-j', 'ACCEPT'];
		}
		if (table === 'raw') {
			return chance.pick([
				['-j', 'CT', '--notrack'],
				['-j', 'ACCEPT'],
				['-j', 'DROP'],
				['-j', 'CT', '--notrack']
			]);
		}
		if (table === 'mangle') {
			const tcpmss = ['-p', 'tcp', '-m', 'tcp', '--tcp-flags', 'SYN,RST', 'SYN', '-j', 'TCPMSS', '--set-mss', '1000'];
			return chance.pick([
				['-j', 'MARK', '--set-xmark', '0x1/0xffffffff'],
				['-j', 'MARK', '--set-xmark', '0x2/0xffffffff'],
				['-j', 'CONNMARK', '--save-mark', '--nfmask', '0xffffffff', '--ctmask', '0xffffffff'],
				['-j', 'CONNMARK', '--restore-mark', '--nfmask', '0xffffffff', '--ctmask', '0xffffffff'],
				['-j', 'TTL', chance.pick(['--ttl-dec', '--ttl-inc']), '1'],
				['-j', 'TTL', '--ttl-set', chance.pick(['1', '2', '64'])],
				['-j', 'ACCEPT'],
				protocol === '' ? tcpmss : ['-j', 'MARK', '--set-xmark', '0x1/0x1']
			]);
		}
		const reset = protocol === 'tcp' ? ['tcp-reset', 'tcp-reset'] : [];
		const how = chance.pick([
			'icmp-port-unreachable',
			'icmp-host-unreachable',
			'icmp-net-unreachable',
			'icmp-admin-prohibited',
			'icmp-host-prohibited',
			...reset
		]);
		return chance.pick([
			['-j', 'ACCEPT'],
			['-j', 'ACCEPT'],
			['-j', 'DROP'],
			['-j', 'REJECT', '--reject-with', how]
		]);
	}

	#rule(table: Table, name: string, chain: Chain, jumps: readonly string[]): string {
		const start = this.#start(chain);
		const match = this.#match(table, chain, start);
		return ['-A', name, ...start.words, ...match, ...this.#target(table, chain, start, jumps)].join(' ');
	}

	table(table: Table): string[] {
		const { chance } = this.#draft;
		const chains = CHAINS[table];
		const policies = new Set<string>(chains);
		const lines = [`*${table}`];
		for (const chain of policies) {
			const drops = table === 'filter' && chance.in100(15);
			lines.push(`:${chain} ${drops ? 'DROP' : 'ACCEPT'}`);
		}
		// Its rules are such as a packet of any hook may meet.
		const own = chance.in100(30);
		if (own) lines.push(':side -');
		const count = chance.between(1, 4);
		for (let i = 0; i < count; i++) {
			const chain = chance.pick(chains);
			// NAT of a chain of one's own would have to suit each hook that leads there.
			lines.push(this.#rule(table, chain, chain, own && table !== 'nat' ? ['side'] : []));
		}
		if (own) {
			for (let i = chance.between(1, 2); i > 0; i--) {
				const start = { protocol: chance.pick(['', 'icmp', 'tcp'] as const), words: [] };
				const protocol = start.protocol === '' ? [] : ['-p', start.protocol];
				lines.push(['-A side', ...protocol, '-j', chance.pick(['RETURN', 'ACCEPT', 'RETURN'])].join(' '));
			}
		}
		return [...lines, 'COMMIT'];
	}
}

export function someRules(draft: Draft, node: NodeSource): string[] {
	const { chance } = draft;
	const weighted = () => chance.weighted({ filter: 45, mangle: 20, nat: 25, raw: 10 });
	const tables = new Set(Array.from({ length: chance.between(1, 2) }, weighted));
	const rules = new Rules(draft, node);
	return [...tables].flatMap((table) => rules.table(table));
}

export const firewall: Feature = {
	name: 'firewall',
	share: 35,
	draw(draft) {
		const { chance } = draft;
		const gateways = draft.hosts.filter(({ forwarding }) => forwarding === true);
		const at = gateways.length > 0 && chance.in100(75) ? gateways : draft.hosts;
		for (const node of chance.some(at, chance.between(1, 2))) node.iptables = someRules(draft, node);
	}
};
