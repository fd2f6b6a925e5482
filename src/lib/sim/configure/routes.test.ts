import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../engine/run-lab.ts';
import { readTables } from '../../engine/tables.ts';
import { setUp } from '../../kernel/devices/state.ts';
import type { LabSource } from '../../lab/document.ts';
import { routesToBuild } from '../../lab/routes.ts';
import { labOf } from '../../lab/testing/lab-of.ts';
import { addStaticRoutes, removeStaticRoute } from './routes.ts';

type RouteSource = NonNullable<LabSource['nodes'][number]['routes']>[number];

const routes: RouteSource[] = [
	{ to: '172.16.0.0/16', dev: 'eth0' },
	{ to: 'default', via: '172.16.0.1' },
	{ to: '50.0.0.0/24', via: '10.9.9.9' },
	{ to: '51.0.0.0/24', via: '10.0.2.9' },
	{ to: '52.0.0.0/24', via: '10.0.0.1' },
	{ to: '53.0.0.0/24', via: '10.0.0.9', src: '10.0.9.9' },
	{ to: '54.0.0.0/24', via: '10.0.0.9', src: '10.0.2.1' },
	{ to: '55.0.0.0/24', type: 'prohibit', metric: 7 }
];
const lab = labOf([
	{
		id: 'h',
		kind: 'host',
		interfaces: [
			{ name: 'eth0', addresses: ['10.0.0.1/24'] },
			{ name: 'eth1', addresses: ['10.0.2.1/24'], up: false }
		],
		routes
	}
]);

function statics(sim: ReturnType<typeof createSimulation>): string[] {
	return readTables(sim.world, 'h')
		.routes.filter(({ table, text }) => table === 'main' && !text.includes('proto kernel'))
		.map(({ text }) => text)
		.sort();
}

describe('static routes', () => {
	it('are those that Linux would take, by the interface that it finds for the gateway', () => {
		expect(statics(createSimulation(lab))).toEqual([
			'172.16.0.0/16 dev eth0 scope link',
			'52.0.0.0/24 via 10.0.0.1 dev eth0',
			'54.0.0.0/24 via 10.0.0.9 dev eth0 src 10.0.2.1',
			'default via 172.16.0.1 dev eth0',
			'prohibit 55.0.0.0/24 metric 7'
		]);
	});

	it('are as many as the export builds', () => {
		const built = routesToBuild(lab, 'h').filter(({ refusal }) => refusal === null);
		expect(statics(createSimulation(lab))).toHaveLength(built.length);
	});

	it('are added with the interfaces as they are now, and those that stand stay', () => {
		const sim = createSimulation(lab);
		const ns = sim.world.namespaces[0]!;
		setUp(sim, ns, ns.deviceByName.get('eth1')!, true);
		const before = statics(sim);
		const tried: string[] = [];
		addStaticRoutes(ns, lab.nodes[0].routes, ({ to }, refusal) => tried.push(`${to} ${refusal?.key ?? 'added'}`));
		expect(tried).toEqual(['50.0.0.0/24 via', '51.0.0.0/24 added', '53.0.0.0/24 src']);
		expect(statics(sim)).toEqual([...before, '51.0.0.0/24 via 10.0.2.9 dev eth1'].sort());
	});

	it('go one by one, and only once', () => {
		const sim = createSimulation(lab);
		const ns = sim.world.namespaces[0]!;
		const [device, gateway] = lab.nodes[0].routes;
		expect(removeStaticRoute(ns, gateway)).toBe(true);
		expect(removeStaticRoute(ns, gateway)).toBe(false);
		expect(removeStaticRoute(ns, device)).toBe(true);
		expect(statics(sim)).toHaveLength(3);
	});
});
