/** What switches and bridges are told of their ports and of stations. No loop is made: a storm has no end to compare. */
import { isBridging } from '../draft.ts';
import type { Feature } from './feature.ts';

export const bridgePorts: Feature = {
	name: 'bridge-ports',
	share: 20,
	draw(draft) {
		const { chance } = draft;
		const bridging = draft.nodes.filter(isBridging);
		if (bridging.length === 0) return;
		const node = chance.pick(bridging);
		for (const port of chance.some(node.interfaces ?? [], 2)) {
			const what = chance.pick(['isolated', 'learning', 'flood', 'broadcastFlood', 'multicastFlood'] as const);
			port.port = { [what]: what === 'isolated' };
		}
		const settings = (node.bridge ??= {});
		if (chance.in100(30)) settings.ageing = '0s';
		const [port] = chance.some(node.interfaces ?? [], 1);
		if (port !== undefined && chance.in100(40)) {
			// A port's own is refused, and the lab drawn anew.
			const mac = `02:00:00:00:00:0${chance.between(1, 9)}`;
			settings.fdb = [{ mac, dev: port.name, state: chance.pick(['static', 'static', 'local']) }];
		}
	}
};

export const bridgeNetfilter: Feature = {
	name: 'bridge-netfilter',
	share: 8,
	draw(draft) {
		const { chance } = draft;
		for (const { parent } of draft.nodes.filter(({ kind }) => kind === 'bridge')) {
			const node = draft.nodes.find(({ id }) => id === parent)!;
			node.sysctls = { ...node.sysctls, 'net.bridge.bridge-nf-call-iptables': 1 };
			node.iptables ??= [
				'*filter',
				`:FORWARD ${chance.pick(['ACCEPT', 'DROP'])}`,
				`-A FORWARD -p ${chance.pick(['icmp', 'udp', 'tcp'])} -j ${chance.pick(['ACCEPT', 'DROP', 'REJECT'])}`,
				'COMMIT'
			];
		}
	}
};
