/** The labs that ship with Hopwise, from the smallest to the strangest. */
import type { Lab, LabSource } from '../lab/document.ts';
import { parseLab } from '../lab/parse.ts';
import { formatProblem } from '../lab/problem.ts';
import { bridge } from './bridge.ts';
import { bridgeLoop } from './bridge-loop.ts';
import { containers } from './containers.ts';
import { homeNat } from './home-nat.ts';
import { names } from './names.ts';
import { portForward } from './port-forward.ts';
import { threeRouters } from './three-routers.ts';
import { twoHosts } from './two-hosts.ts';
import { twoSubnets } from './two-subnets.ts';
import { wrongMask } from './wrong-mask.ts';

export interface ShippedLab {
	/** As in an address or a file name: "two-hosts". */
	id: string;
	lab: Lab;
}

const sources: [string, LabSource][] = [
	['two-hosts', twoHosts],
	['bridge', bridge],
	['two-subnets', twoSubnets],
	['wrong-mask', wrongMask],
	['three-routers', threeRouters],
	['home-nat', homeNat],
	['port-forward', portForward],
	['containers', containers],
	['names', names],
	['bridge-loop', bridgeLoop]
];

function load([id, source]: [string, LabSource]): ShippedLab {
	const parsed = parseLab(source);
	if (!parsed.ok) throw new Error(`${id}: ${formatProblem(parsed.problems[0])}`);
	return { id, lab: parsed.lab };
}

export const labs: readonly ShippedLab[] = sources.map(load);

/** What a first visit shows. */
export const FIRST_LAB = 'bridge';

export function labById(id: string): Lab | undefined {
	return labs.find((one) => one.id === id)?.lab;
}
