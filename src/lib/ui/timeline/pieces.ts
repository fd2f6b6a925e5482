/** What is at a place of a lane, in words. */
import { traits } from '../../engine/timeline/trait.ts';

const words: [number, string][] = [
	[traits.input, 'input'],
	[traits.arp, 'ARP'],
	[traits.icmp, 'ICMP'],
	[traits.udp, 'UDP'],
	[traits.tcp, 'TCP'],
	[traits.dns, 'DNS'],
	[traits.http, 'HTTP'],
	[traits.other, 'other frames'],
	[traits.drop, 'lost'],
	[traits.change, 'table change'],
	[traits.delivery, 'delivered']
];
/** Pieces on either side that a pointer means too. */
const NEAR = 2;

export function describePiece(flags: Uint16Array, bin: number, folds: Uint8Array): string {
	let all = 0;
	for (let i = Math.max(0, bin - NEAR); i <= Math.min(flags.length - 1, bin + NEAR); i++) all |= flags[i];
	const found = words.filter(([flag]) => all & flag).map(([, word]) => word);
	if (found.length === 0 && folds[bin]) return 'idle';
	return found.join(', ');
}
