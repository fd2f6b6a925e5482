/** What might have saved a packet, by what it died of; what advice says of the lab comes after. Nothing here is tried yet. */
import { adviseOn, type Mend } from '../../lab/advice/index.ts';
import type { Input } from '../../lab/document.ts';
import type { DropReason } from '../../trace/steps/types.ts';
import { isolatedPorts } from './proposals/bridge-ports.ts';
import { boundService, otherPort } from './proposals/other-port.ts';
import { dhcpServer } from './proposals/dhcp.ts';
import { deniedBy } from './proposals/firewall.ts';
import { forwardingOff } from './proposals/forwarding.ts';
import { linkLosses } from './proposals/link-losses.ts';
import { translation } from './proposals/masquerade.ts';
import { tooLarge, unfragmented } from './proposals/mtu.ts';
import { names, wrongRecord } from './proposals/names.ts';
import { neighbourMissing } from './proposals/neighbour.ts';
import { portForward } from './proposals/port-forward.ts';
import { noService } from './proposals/service.ts';
import { switchedOff } from './proposals/switched-off.ts';
import { sysctls } from './proposals/sysctls.ts';
import { loopRoutes, noRoute, refusingRoute } from './proposals/route.ts';
import { timeToLive } from './proposals/ttl.ts';
import type { Scene } from './scene.ts';

/** A change of the lab, or of the packet itself. */
export type Proposal = (Mend | { text: string; input: Input }) & {
	/** Not where this smaller one, named by its text, has helped. */
	unless?: string;
	/** What is wrong there, as a sentence without its full stop; undefined where the loss itself says it. */
	because?: string;
};

/** Proposes changes for one way to die. */
export type Proposer = (scene: Scene) => Proposal[];

const byReason: Partial<Record<DropReason, Proposer[]>> = {
	'ip-no-route': [translation, noRoute],
	'ip-blackhole': [refusingRoute, noRoute],
	'ip-unreachable': [refusingRoute, noRoute],
	'ip-prohibit': [refusingRoute, noRoute],
	'ip-forwarding-off': [forwardingOff],
	'ip-rp-filter': [sysctls],
	'ip-ttl': [timeToLive, loopRoutes],
	'icmp-ignored': [sysctls],
	'neigh-failed': [portForward, wrongRecord, neighbourMissing, noRoute],
	'dev-down': [switchedOff],
	'no-carrier': [switchedOff],
	'nf-drop': [deniedBy],
	'nf-reject': [deniedBy],
	'udp-no-socket': [boundService, portForward, otherPort, noService, dhcpServer],
	'tcp-no-socket': [portForward, otherPort, noService],
	'mtu-exceeded': [tooLarge],
	'ip-fragmentation-needed': [tooLarge, unfragmented],
	'link-lost': [linkLosses]
};

export function* proposals(scene: Scene): Generator<Proposal> {
	const { facts, link } = scene;
	if (facts?.kind === 'drop') for (const propose of byReason[facts.reason] ?? []) yield* propose(scene);
	if (facts?.kind === 'route') {
		yield* refusingRoute(scene);
		yield* translation(scene);
		yield* noRoute(scene);
	}
	if (link !== '') yield* linkLosses(scene);
	yield* names(scene);
	for (const { mends, message } of adviseOn(scene.lab, scene.network))
		yield* mends.map((mend) => ({ ...mend, because: message }));
	yield* switchedOff(scene);
	yield* isolatedPorts(scene);
	yield* linkLosses({ ...scene, link: '' });
	yield* dhcpServer(scene);
	yield* sysctls(scene);
}
