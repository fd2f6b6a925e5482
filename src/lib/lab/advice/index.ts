/** Everything that is looked for. A new kind of trouble is a file beside this one and a line here. */
import type { Lab } from '../document.ts';
import type { Advice, Adviser } from './advice.ts';
import { bridgeLoop } from './bridge-loop.ts';
import { dhcpRouter } from './dhcp-router.ts';
import { duplicateAddress } from './duplicate-address.ts';
import { duplicateMac } from './duplicate-mac.ts';
import { forwardingOff } from './forwarding-off.ts';
import { maskMismatch } from './mask-mismatch.ts';
import { missingReturnRoute } from './missing-return-route.ts';
import { mtuMismatch } from './mtu-mismatch.ts';
import { natReturn } from './nat-return.ts';
import { natSource } from './nat-source.ts';
import { Network } from './network.ts';
import { overlappingSubnets } from './overlapping-subnets.ts';
import { reservedAddress } from './reserved-address.ts';
import { unreachableGateway } from './unreachable-gateway.ts';
import { wrongNeighbour } from './wrong-neighbour.ts';

export type { Advice, Mend } from './advice.ts';

const advisers: readonly Adviser[] = [
	bridgeLoop,
	duplicateAddress,
	duplicateMac,
	reservedAddress,
	maskMismatch,
	unreachableGateway,
	forwardingOff,
	missingReturnRoute,
	natReturn,
	natSource,
	dhcpRouter,
	wrongNeighbour,
	overlappingSubnets,
	mtuMismatch
];

/** What will go wrong in a sound lab (`checkLab` has found no error). */
export function adviseOn(lab: Lab, network = new Network(lab)): Advice[] {
	return advisers.flatMap((adviser) => adviser(network));
}
