/** The labs that ship with Hopwise, from the smallest to the strangest. */
import type { Lab, LabSource } from '../lab/document.ts';
import { bridge } from './bridge.ts';
import { bridgeLoop } from './bridge-loop.ts';
import { containers } from './containers.ts';
import { homeNat } from './home-nat.ts';
import { loadLab } from './load.ts';
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

export const labs: readonly ShippedLab[] = sources.map(([id, source]) => ({ id, lab: loadLab(id, source) }));

export function labById(id: string): Lab | undefined {
	return labs.find((one) => one.id === id)?.lab;
}
