/** Bridges as Linux would let them be set up (net/bridge/br_netlink.c, br_stp.c). */
import { parseTime } from '../../net/text.ts';
import type { BridgeSettings } from '../bridge-settings.ts';
import type { Lab, LabNode } from '../document.ts';
import { bridgeDeviceName, devicesOf, netnsOf } from '../topology.ts';
import type { Report } from './report.ts';

const S = 1_000_000_000;
/** BR_MIN_... and BR_MAX_... of include/uapi/linux/if_bridge.h, ns. */
const bounds = [
	{ key: 'forwardDelay', from: 2 * S, to: 30 * S, always: false },
	{ key: 'hello', from: S, to: 10 * S, always: true },
	{ key: 'maxAge', from: 6 * S, to: 40 * S, always: true }
] as const;
/** BR_GROUPFWD_RESTRICTED: STP, pause and LACP. */
const RESTRICTED = 0x0007;

export function checkBridge(
	lab: Lab,
	node: LabNode,
	bridge: BridgeSettings,
	at: readonly (string | number)[],
	report: Report
): void {
	for (const { key, from, to, always } of bounds) {
		const time = parseTime(bridge[key]);
		if ((always || bridge.stp) && (time < from || time > to)) {
			const range = `${from / S}s to ${to / S}s`;
			report.error([...at, key], `${bridge[key]} is out of range; Linux says "Numerical result out of range"`, range);
		}
	}
	if ((bridge.groupForwardMask & RESTRICTED) !== 0)
		report.error(
			[...at, 'groupForwardMask'],
			'Linux forwards none of the first three; it says "Invalid argument"',
			'leave bits 0, 1 and 2 out'
		);
	const name = bridgeDeviceName(node);
	const ports = devicesOf(lab, netnsOf(lab, node.id)).filter(({ master }) => master === name);
	if (bridge.mac === undefined && ports.length === 0)
		report.error([...at, 'mac'], 'without a port to take it from its MAC would be chance', 'set one');
	for (const [i, entry] of bridge.fdb.entries()) {
		const place = [...at, 'fdb', i];
		if (bridge.fdb.findIndex(({ mac }) => mac === entry.mac) !== i)
			report.error([...place, 'mac'], `${entry.mac} stands here twice; Linux says "File exists"`);
		const own = ports.find((port) => port.mac === entry.mac)?.name ?? (bridge.mac === entry.mac ? name : undefined);
		if (own !== undefined)
			report.error([...place, 'mac'], `${entry.mac} is the MAC of ${own} itself; Linux says "File exists"`);
		if (entry.dev === name ? entry.state !== 'local' : !ports.some((port) => port.name === entry.dev)) {
			const mend = `it has ${ports.map((port) => port.name).join(', ')}`;
			report.error([...place, 'dev'], `${name} has no port "${entry.dev}"`, mend);
		}
	}
}
