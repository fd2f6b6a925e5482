/**
 * The chain's datagrams through routers that have 100,000 routes each beside their own, and with rules that ask three tables: what a large FIB costs a
 * packet. One without any of that stands beside it.
 */
import { addRoute } from '../../src/lib/kernel/fib.ts';
import { createRoute, TABLE_MAIN } from '../../src/lib/kernel/route-entry.ts';
import { defaultRules, plainRule } from '../../src/lib/kernel/rules.ts';
import { networkOf } from '../../src/lib/net/prefix.ts';
import { time } from './measure.ts';
import { seeded } from './random.ts';
import { chainSimulation } from './simulations.ts';

const DATAGRAMS = 5_000;
const ROUTES = 100_000;
/** ns */
const END = 10_000_000_000;
/** Routers that get the large table: memory is what it costs. */
const FULL = 3;

type Sim = ReturnType<typeof chainSimulation>;

function fill(sim: Sim): Sim {
	const random = seeded(3);
	for (const ns of sim.world.namespaces.slice(1, 1 + FULL)) {
		for (let i = 0; i < ROUTES; i++) {
			const length = 16 + (random() % 9);
			// 64.0.0.0/2 and above: not the chain's own 10.0.0.0/8.
			const network = networkOf(0x4000_0000 + (random() % 0x4000_0000), length);
			addRoute(
				ns!.fib,
				createRoute({ table: TABLE_MAIN, network, length, type: 'unicast', dev: 2, scope: 'link', origin: 'static' })
			);
		}
	}
	return sim;
}

function withRules(sim: Sim): Sim {
	for (const ns of sim.world.namespaces) {
		const own = { ...plainRule(100, 100), from: { network: 0x0b00_0000, length: 8 } };
		ns!.fib.rules = [...defaultRules(), own, plainRule(200, 200)].sort((a, b) => a.priority - b.priority);
		ns!.fib.plain = false;
	}
	return sim;
}

export function routes() {
	const measure = (prepare: (sim: Sim) => Sim) => {
		const took = time(
			() => prepare(chainSimulation(DATAGRAMS)),
			(sim) => sim.run(END)
		);
		return Math.round((DATAGRAMS * 11) / (took.median / 1000));
	};
	return {
		name: 'routes',
		datagrams: DATAGRAMS,
		routes: ROUTES,
		hopsPerSecond: { few: measure((sim) => sim), many: measure(fill), rules: measure(withRules) }
	};
}
