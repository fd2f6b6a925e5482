/** What might have saved a packet, by what it died of; what advice says of the lab comes after. Nothing here is tried yet. */
import { adviseOn, type Mend } from '../../lab/advice/index.ts';
import type { DropReason } from '../../trace/steps/types.ts';
import { deniedBy } from './proposals/firewall.ts';
import { switchedOff } from './proposals/switched-off.ts';
import { forwardingOff } from './proposals/forwarding.ts';
import { linkLosses } from './proposals/link-losses.ts';
import { names } from './proposals/names.ts';
import { neighbourMissing } from './proposals/neighbour.ts';
import { noService } from './proposals/service.ts';
import { noRoute, refusingRoute } from './proposals/route.ts';
import { tooLarge } from './proposals/mtu.ts';
import type { Scene } from './scene.ts';

/** Proposes changes for one way to die. */
export type Proposer = (scene: Scene) => Mend[];

const byReason: Partial<Record<DropReason, Proposer[]>> = {
	'ip-no-route': [noRoute],
	'ip-blackhole': [refusingRoute, noRoute],
	'ip-unreachable': [refusingRoute, noRoute],
	'ip-prohibit': [refusingRoute, noRoute],
	'ip-forwarding-off': [forwardingOff],
	'neigh-failed': [neighbourMissing],
	'dev-down': [switchedOff],
	'no-carrier': [switchedOff],
	'nf-drop': [deniedBy],
	'nf-reject': [deniedBy],
	'udp-no-socket': [noService],
	'tcp-no-socket': [noService],
	'mtu-exceeded': [tooLarge],
	'ip-fragmentation-needed': [tooLarge],
	'link-lost': [linkLosses]
};

export function* proposals(scene: Scene): Generator<Mend> {
	const { facts, link } = scene;
	if (facts?.kind === 'drop') for (const propose of byReason[facts.reason] ?? []) yield* propose(scene);
	if (facts?.kind === 'route') {
		yield* refusingRoute(scene);
		yield* noRoute(scene);
	}
	if (link !== '') yield* linkLosses(scene);
	yield* names(scene);
	for (const { mends } of adviseOn(scene.lab, scene.network)) yield* mends;
	yield* switchedOff(scene);
}
