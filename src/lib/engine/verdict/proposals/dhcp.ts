/** A DHCP client that nobody answers: a machine on its wire can be its server. */
import type { Lab, Service } from '../../../lab/document.ts';
import { updateNode } from '../../../lab/edit/nodes.ts';
import { networkOf } from '../../../net/prefix.ts';
import { formatIpv4 } from '../../../net/text.ts';
import type { NetworkStation } from '../../../lab/advice/network.ts';
import { nameOf } from '../../../lab/advice/network.ts';
import type { Proposer } from '../proposals.ts';

/** Where the pool begins and ends in its subnet, as home routers have it. */
const FIRST = 100;
const LAST = 200;
/** A subnet that has room for them. */
const LONGEST = 24;

export const dhcpServer: Proposer = ({ input, network }) => {
	const { action } = input;
	if (action.do !== 'dhcp') return [];
	const client = network.stations.get(input.node ?? '')?.find(({ device }) => device.name === action.interface);
	if (client === undefined) return [];
	return client.segment.stations
		.filter(({ netns, addresses }) => netns !== client.netns && addresses.some(({ length }) => length <= LONGEST))
		.sort((a, b) => Number(b.netns.forwarding) - Number(a.netns.forwarding))
		.map((station) => ({
			text: `Start a DHCP server on ${nameOf(station)}`,
			apply: (lab: Lab) =>
				updateNode(lab, station.netns.id, { services: [...station.netns.services, serverOf(station)] })
		}));
};

function serverOf({ netns, device, addresses }: NetworkStation): Service {
	const own = addresses.find(({ length }) => length <= LONGEST)!;
	const subnet = networkOf(own.address, own.length);
	return {
		kind: 'dhcp',
		port: 67,
		interface: device.name,
		from: formatIpv4(subnet + FIRST),
		to: formatIpv4(subnet + LAST),
		...(netns.forwarding ? { router: formatIpv4(own.address) } : {}),
		dns: [],
		lease: 3600
	};
}
