/** What listens. */
import { formatIpv4 } from '../../../../src/lib/net/text.ts';
import type { Draft, ServiceSource } from '../draft.ts';
import { NAMES } from '../names.ts';
import { PORTS } from '../ports.ts';
import type { Feature } from './feature.ts';

export function someService(draft: Draft): ServiceSource {
	const { chance } = draft;
	const kind = chance.weighted({ 'udp-echo': 4, 'udp-sink': 1, 'tcp-echo': 3, http: 3 });
	const port = chance.pick(PORTS);
	if (kind !== 'http') return { kind, port };
	return { kind, port: chance.in100(60) ? 80 : port, body: 'body\n'.repeat(chance.pick([0, 1, 20, 700])) };
}

const listensTcp = ({ kind }: ServiceSource) => kind === 'http' || kind === 'tcp-echo';

export const services: Feature = {
	name: 'services',
	share: 80,
	draw(draft) {
		const { chance } = draft;
		for (const node of chance.some(draft.hosts, chance.between(1, 3))) {
			const list = (node.services ??= []);
			const count = chance.between(1, 3);
			for (let i = 0; i < count; i++) {
				const service = someService(draft);
				if (list.some((one) => listensTcp(one) === listensTcp(service) && one.port === service.port)) continue;
				list.push(service);
			}
		}
	}
};

export const names: Feature = {
	name: 'names',
	share: 12,
	draw(draft) {
		const { chance } = draft;
		const server = chance.pick(draft.members);
		const records = Object.fromEntries(
			chance.some(NAMES, 2).map((name): [string, string[]] => [name, [formatIpv4(draft.someAddress())]])
		);
		(server.node.services ??= []).push({ kind: 'dns', port: 53, records });
		for (const node of chance.some(draft.hosts, 3)) {
			node.nameservers = [formatIpv4(server.address || draft.someAddress())];
			if (chance.in100(30)) node.hosts = [{ address: formatIpv4(draft.someAddress()), names: [chance.pick(NAMES)] }];
		}
		for (const node of chance.some(draft.hosts, 2)) {
			const name = chance.pick(NAMES);
			draft.happen(
				chance.pick([
					{ do: 'dns', name },
					{ do: 'ping', to: name },
					{ do: 'http', url: `http://${name}/` }
				]),
				node
			);
		}
	}
};
