import { describe, expect, it } from 'vitest';
import type { Route } from './document.ts';
import { createRouteJudge, type RouteDevice, routesToBuild } from './routes.ts';
import { labOf } from './testing/lab-of.ts';

/** eth0 and eth1 are up, eth2 is down. */
const devices: RouteDevice[] = [
	{ kind: 'lo', name: 'lo', up: true, addresses: ['127.0.0.1/8', '192.0.2.1/32'] },
	{ kind: 'veth', name: 'eth0', up: true, addresses: ['10.0.0.1/24'] },
	{ kind: 'veth', name: 'eth1', up: true, addresses: ['10.0.1.1/24'] },
	{ kind: 'veth', name: 'eth2', up: false, addresses: ['10.0.2.1/24'] }
];

type RouteSource = Partial<Route> & { to: string };

function route(source: RouteSource): Route {
	return { type: 'unicast', metric: 0, ...source };
}

/** The device of the last route, or what Linux says instead. */
function outcome(...routes: RouteSource[]): string {
	const judge = createRouteJudge(devices);
	let said = '';
	for (const source of routes) {
		const one = route(source);
		const { refusal, dev, ownGateway } = judge.judge(one);
		if (refusal === null) judge.add(one);
		said = refusal === null ? `dev ${dev}${ownGateway ? ', own' : ''}` : /"(.*)"/.exec(refusal.message)![1];
	}
	return said;
}

const INVALID = 'Nexthop has invalid gateway';
const to = '50.0.0.0/24';

// Each was seen with `ip route add` on Linux 6.18.
describe('a route as Linux takes it', () => {
	it.each<[string, RouteSource, string]>([
		['leaves by the interface of the gateway’s subnet', { to, via: '10.0.1.9' }, 'dev eth1'],
		['may name that interface', { to, via: '10.0.1.9', dev: 'eth1' }, 'dev eth1'],
		['may not name another', { to, via: '10.0.1.9', dev: 'eth0' }, INVALID],
		['needs a gateway in reach', { to, via: '10.9.0.1' }, INVALID],
		['needs a gateway that is no broadcast address', { to, via: '10.0.0.255' }, INVALID],
		['takes the address of the network for a gateway', { to, via: '10.0.0.0' }, 'dev eth0'],
		['takes an own address, and then asks on the wire', { to, via: '10.0.0.1' }, 'dev eth0, own'],
		['of scope link goes through own addresses only', { to, via: '10.0.0.1', scope: 'link' }, 'dev eth0, own'],
		['of scope link does not go through others', { to, via: '10.0.0.9', scope: 'link' }, INVALID],
		[
			'of scope host goes through nobody',
			{ to, via: '10.0.0.9', scope: 'host' },
			'Route with host scope can not have a gateway'
		],
		['goes not by an interface that is down', { to, dev: 'eth2' }, 'Device for nexthop is not up'],
		['nor through a gateway there', { to, via: '10.0.2.9' }, INVALID],
		['nor through an own address there', { to, via: '10.0.2.1' }, 'Network is down'],
		[
			'may prefer any own address, of an interface that is down too',
			{ to, via: '10.0.0.9', src: '10.0.2.1' },
			'dev eth0'
		],
		['may prefer any loopback address', { to, via: '10.0.0.9', src: '127.0.0.5' }, 'dev eth0'],
		['may not prefer an address of nobody', { to, via: '10.0.0.9', src: '10.0.9.1' }, 'Invalid prefsrc address'],
		['that refuses may', { to, type: 'unreachable', src: '10.0.9.1' }, 'dev '],
		['to a connected subnet is there already', { to: '10.0.0.0/24', dev: 'eth0' }, 'File exists'],
		['that refuses a connected subnet is there already', { to: '10.0.0.0/24', type: 'blackhole' }, 'File exists'],
		['to a connected subnet with another metric is new', { to: '10.0.0.0/24', dev: 'eth1', metric: 5 }, 'dev eth1'],
		['to the subnet of an interface that is down is new', { to: '10.0.2.0/24', dev: 'eth0' }, 'dev eth0'],
		['to an own address is new', { to: '10.0.0.1/32', dev: 'eth0' }, 'dev eth0']
	])('%s', (_, source, expected) => expect(outcome(source)).toBe(expected));

	const wide: RouteSource = { to: '60.0.0.0/24', dev: 'eth0' };
	const through: RouteSource = { to, via: '60.0.0.1' };
	it.each<[string, RouteSource[], string]>([
		['goes through an earlier route with an interface only', [wide, through], 'dev eth0'],
		['has no broadcast address to mind there', [wide, { to, via: '60.0.0.255' }], 'dev eth0'],
		['may not name another interface there', [wide, { ...through, dev: 'eth1' }], INVALID],
		['must come after it', [through], INVALID],
		['does not go through one of scope global', [{ ...wide, scope: 'global' }, through], INVALID],
		['goes through one of scope host as through itself', [{ ...wide, scope: 'host' }, through], 'dev eth0, own'],
		['does not go through a gateway to its gateway', [{ to: '60.0.0.0/24', via: '10.0.0.9' }, through], INVALID],
		['goes through a default route with an interface only', [{ to: 'default', dev: 'eth1' }, through], 'dev eth1'],
		[
			'takes the longest prefix to its gateway',
			[
				{ to: '10.0.0.128/25', dev: 'eth1' },
				{ to, via: '10.0.0.200' }
			],
			'dev eth1'
		],
		[
			'but for the interface that it names',
			[
				{ to: '10.0.0.128/25', dev: 'eth1' },
				{ to, via: '10.0.0.200', dev: 'eth0' }
			],
			'dev eth0'
		],
		[
			'takes the smallest metric to its gateway',
			[{ ...wide, metric: 10 }, { ...wide, dev: 'eth1', metric: 5 }, through],
			'dev eth1'
		],
		[
			'passes over a blackhole',
			[
				{ to: '10.0.0.9/32', type: 'blackhole' },
				{ to, via: '10.0.0.9' }
			],
			'dev eth0'
		],
		[
			'but for one of scope link',
			[
				{ to: '10.0.0.9/32', type: 'blackhole', scope: 'link' },
				{ to, via: '10.0.0.9' }
			],
			INVALID
		]
	])('%s', (_, sources, expected) => expect(outcome(...sources)).toBe(expected));

	it('is judged with the lab’s own devices, each route after those that stand', () => {
		const lab = labOf([
			{
				id: 'h',
				kind: 'host',
				interfaces: [{ name: 'eth0', addresses: ['10.0.0.1/24'] }],
				routes: [{ to: 'default', via: '60.0.0.1' }, wide, { to, via: '60.0.0.1' }]
			}
		]);
		expect(routesToBuild(lab, 'h').map(({ refusal, dev }) => refusal?.key ?? dev)).toEqual(['via', 'eth0', 'eth0']);
	});
});
