import { describe, expect, it } from 'vitest';
import { updateLink, updateNode } from '../edit.ts';
import { labOf } from '../testing/lab-of.ts';
import { exportBash } from './bash.ts';
import { netnsNames } from './netns-names.ts';

/** The lines of one node's part of the script, without indent. */
function section(script: string, title: string): string[] {
	const lines = script.split('\n').map((line) => line.trim());
	const from = lines.indexOf(`# ${title}`);
	return lines.slice(from + 1, lines.indexOf('', from));
}

const lab = labOf(
	[
		{ id: 'h', kind: 'host', name: 'web 1', interfaces: [{ name: 'eth0', addresses: ['10.0.0.2/24', '10.0.0.3/24'] }] },
		{
			id: 'r',
			kind: 'nat',
			forwarding: true,
			interfaces: [
				{ name: 'eth0', mtu: 1400, addresses: ['203.0.113.2/24'] },
				{ name: 'eth1', up: false, addresses: ['10.1.0.1/24'] }
			],
			routes: [
				{ to: 'default', via: '203.0.113.1', metric: 10, src: '203.0.113.2' },
				{ to: '10.2.0.0/16', via: '10.1.0.9' },
				{ to: '10.9.0.0/16', type: 'blackhole' }
			],
			nat: [
				{ target: 'MASQUERADE', out: 'eth0', source: '10.0.0.0/8' },
				{ target: 'SNAT', to: '203.0.113.2' },
				{
					target: 'DNAT',
					in: 'eth0',
					destination: '203.0.113.2',
					protocol: 'tcp',
					port: 8080,
					to: '10.0.0.2',
					toPort: 80
				},
				{ target: 'DNAT', protocol: 'udp', port: 53, to: '10.0.0.2' }
			],
			neighbours: [{ address: '203.0.113.1', mac: '02:00:00:00:00:99', dev: 'eth0' }],
			hosts: [{ address: '10.0.0.2', names: ['web', 'web.example'] }],
			nameservers: ['8.8.8.8'],
			sysctls: { 'net.ipv4.neigh.default.retrans_time_ms': 500, 'net.ipv4.ip_default_ttl': 32 }
		},
		{
			id: 'b',
			kind: 'bridge',
			name: 'br0',
			parent: 'r',
			interfaces: [{ name: 'veth1' }],
			bridge: { mac: '02:b0:00:00:00:00', addresses: ['10.0.0.1/24'], ageing: '1.5s' }
		}
	],
	[['h/eth0', 'b/veth1']]
);
const script = exportBash(lab, { prefix: 'x-' });

describe('a lab as a bash script', () => {
	it('names each netns after its node', () => {
		expect([...netnsNames(lab, 'x-')]).toEqual([
			['h', 'x-web-1'],
			['r', 'x-r']
		]);
		const same = labOf([
			{ id: 'a', kind: 'host', name: 'my host' },
			{ id: 'b', kind: 'host', name: 'my/host' },
			{ id: 'c', kind: 'host', name: 'unplugged' }
		]);
		expect([...netnsNames(same, '').values()]).toEqual(['my-host', 'my-host-2', 'unplugged-2']);
	});

	it('makes bridges and veth pairs with the MACs, MTUs and ifindexes of the lab', () => {
		expect(section(script, 'Bridges, and a veth pair for each link.')).toEqual([
			"ip -batch - <<-'END'",
			'link add name br0 index 2 address 02:b0:00:00:00:00 netns x-r type bridge stp_state 0 forward_delay 0 ageing_time 150 mcast_snooping 0',
			'link add name eth0 index 3 address 02:00:00:00:00:02 mtu 1400 netns x-r type veth peer name cable1 index 1000000 netns x-unplugged',
			'link add name eth1 index 4 address 02:00:00:00:00:03 mtu 1500 netns x-r type veth peer name cable2 index 1000001 netns x-unplugged',
			'link add name eth0 index 2 address 02:00:00:00:00:01 mtu 1500 netns x-web-1 type veth peer name veth1 index 5 address 02:00:00:00:00:04 mtu 1500 netns x-r',
			'END'
		]);
	});

	it('gives on request an ifindex to each device that no other has', () => {
		const text = exportBash(lab, { distinctIndexes: true });
		const indexes = [...text.matchAll(/ index (\d+) /g)].map((match) => Number(match[1]));
		expect(indexes.length).toBeGreaterThan(6);
		expect(new Set(indexes).size).toBe(indexes.length);
	});

	it('sets a host up', () => {
		expect(section(script, 'web 1 (host)')).toEqual([
			'prepare x-web-1 eth0',
			'set_sysctls x-web-1 net/ipv4/ip_forward=0',
			"ip -n x-web-1 -batch - <<-'END'",
			'link set lo up',
			'addr add 10.0.0.2/24 dev eth0',
			'addr add 10.0.0.3/24 dev eth0',
			'link set dev eth0 up',
			'END'
		]);
	});

	it('sets everything up that a gateway can have', () => {
		expect(section(script, 'r (nat)')).toEqual([
			'prepare x-r br0 eth0 eth1 veth1',
			'set_sysctls x-r net/ipv4/ip_forward=1 ' +
				['lo', 'br0', 'eth0', 'eth1', 'veth1'].map((dev) => `net/ipv4/neigh/${dev}/retrans_time_ms=500 `).join('') +
				'net/ipv4/ip_default_ttl=32',
			'mkdir -p /etc/netns/x-r',
			"cat >/etc/netns/x-r/hosts <<-'END'",
			'127.0.0.1 localhost',
			'10.0.0.2 web web.example',
			'END',
			"cat >/etc/netns/x-r/resolv.conf <<-'END'",
			'nameserver 8.8.8.8',
			'END',
			"ip -n x-r -batch - <<-'END'",
			'link set lo up',
			'link set dev veth1 master br0',
			'link set dev br0 mtu 1500',
			'addr add 10.0.0.1/24 dev br0',
			'link set dev br0 up',
			'addr add 203.0.113.2/24 dev eth0',
			'link set dev eth0 up',
			'addr add 10.1.0.1/24 dev eth1',
			'link set dev veth1 up',
			'route add default via 203.0.113.1 src 203.0.113.2 metric 10',
			'# left out: route add 10.2.0.0/16 via 10.1.0.9: the gateway 10.1.0.9 is not on a subnet of this node; Linux says "Nexthop has invalid gateway"',
			'route add blackhole 10.9.0.0/16',
			'neigh add 203.0.113.1 lladdr 02:00:00:00:00:99 dev eth0 nud permanent',
			'END',
			"ip netns exec x-r iptables-restore -w <<-'END'",
			'*nat',
			':PREROUTING ACCEPT [0:0]',
			':INPUT ACCEPT [0:0]',
			':OUTPUT ACCEPT [0:0]',
			':POSTROUTING ACCEPT [0:0]',
			'-A PREROUTING -d 203.0.113.2/32 -i eth0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80',
			'-A PREROUTING -p udp -m udp --dport 53 -j DNAT --to-destination 10.0.0.2',
			'-A POSTROUTING -s 10.0.0.0/8 -o eth0 -j MASQUERADE',
			'-A POSTROUTING -j SNAT --to-source 203.0.113.2',
			'COMMIT',
			'END'
		]);
	});

	it('denies both ends of a pulled link their carrier', () => {
		const pulled = exportBash(updateLink(lab, 'a', { up: false }), { prefix: 'x-' });
		expect(pulled).toContain('namespaces=(x-web-1 x-r x-unplugged)');
		const pairs = pulled.split('\n').filter((line) => line.includes('type veth'));
		expect(
			pairs.map((line) =>
				line.replace(/^.*add name (\S+) .* netns (\S+) type veth peer name (\S+) .*( netns .*)$/, '$2 $1 - $3$4')
			)
		).toEqual([
			'x-web-1 eth0 - cable1 netns x-unplugged',
			'x-r eth0 - cable2 netns x-unplugged',
			'x-r eth1 - cable3 netns x-unplugged',
			'x-r veth1 - cable4 netns x-unplugged'
		]);
	});

	it('asks netem for delay and loss on both ends, only where there are any', () => {
		expect(script).not.toContain('netem');
		const slow = exportBash(updateLink(lab, 'a', { delay: '1.5ms', loss: 0.25 }), { prefix: 'x-' });
		expect(slow).toContain('impair x-web-1 eth0 root handle 1: netem limit 100000 delay 1500us loss 25%');
		expect(slow).toContain('impair x-r veth1 root handle 1: netem limit 100000 delay 1500us loss 25%');
		expect(slow).toContain('for tool in ip ethtool iptables tc; do');
	});

	it('says the rest in the words of netem, and tbf for a queue in bytes', () => {
		const lines = (change: Parameters<typeof updateLink>[2]) =>
			exportBash(updateLink(lab, 'a', change), { prefix: 'x-' })
				.split('\n')
				.filter((line) => line.includes('impair x-'))
				.map((line) => line.trim().replace('impair ', ''));
		expect(
			lines({
				delay: '10ms',
				jitter: '2ms',
				distribution: 'normal',
				gemodel: { p: 0.01, r: 0.3, bad: 1, good: 0 },
				duplicate: 0.02,
				reorder: 0.05,
				rate: '10mbit',
				limit: { packets: 50 }
			})[0]
		).toBe(
			'x-web-1 eth0 root handle 1: netem limit 50 delay 10000us 2000us distribution normal loss gemodel 1% 30% 100% 0% duplicate 2% reorder 5% rate 10000000bit'
		);
		expect(
			lines({ rate: '10mbit', limit: { bytes: 30_000 }, ways: { back: { rate: '1mbit', delay: '5ms' } } })
		).toEqual([
			'x-web-1 eth0 root handle 1: netem limit 100000',
			'x-web-1 eth0 parent 1:1 handle 2: tbf rate 10000000bit burst 5000 limit 30000',
			'x-r veth1 root handle 1: netem limit 100000 delay 5000us',
			'x-r veth1 parent 1:1 handle 2: tbf rate 1000000bit burst 1600 limit 30000'
		]);
	});

	it('asks for the tools that it needs only', () => {
		const small = labOf([{ id: 'a', kind: 'host' }]);
		expect(exportBash(small)).toContain('for tool in ip ethtool; do');
	});

	it('lets nothing of a title or a name become a command', () => {
		const hostile = { ...labOf([{ id: 'a', kind: 'host', name: 'a\n$(reboot)' }]), title: 'x\nreboot\r\nreboot' };
		const lines = exportBash(hostile).split('\n');
		expect(
			lines
				.filter((line) => line.includes('reboot'))
				.every((line) => /^\s*#/.test(line) || line.includes('hw-a-reboot'))
		).toBe(true);
		expect(lines[1]).toBe('# x reboot reboot');
		const services = updateNode(lab, 'h', { sysctls: { 'net.ipv4.x; reboot': 1 } });
		expect(() => exportBash(services)).toThrow('is no sysctl of a network');
		expect(() => exportBash(lab, { prefix: '$(reboot)' })).toThrow('is no prefix');
	});
});
