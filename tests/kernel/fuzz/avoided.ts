/** What is drawn and taken out again, because on Linux it is chance or because it can't be built there. docs/fidelity.md lists it. */
import type { Draft, NodeSource } from './draft.ts';

type Happening = Draft['happenings'][number];
interface End {
	node: string;
	interface: string;
}

const key = (node: string, dev: string) => `${node}/${dev}`;
const keysOf = ({ ends }: { ends: End[] }) => ends.map((end) => key(end.node, end.interface));

/** Interfaces that are taken down or up, or are down from the beginning. */
function switched(draft: Draft): Set<string> {
	const down = draft.nodes.flatMap(({ id, interfaces = [] }) =>
		interfaces.filter(({ up }) => up === false).map(({ name }) => key(id, name))
	);
	const changed = draft.happenings.flatMap(({ node = '', action }) =>
		action.do === 'interface' ? [key(node, action.interface)] : []
	);
	return new Set([...down, ...changed]);
}

/** Interfaces that a happening takes the carrier from, or gives it back to. */
function touches(draft: Draft, { node = '', action }: Happening): string[] {
	if (action.do === 'link') return keysOf(draft.links.find(({ id }) => id === action.link)!);
	if (action.do !== 'interface') return [];
	const own = key(node, action.interface);
	return draft.links.find((link) => keysOf(link).includes(own))?.ends.map((end) => key(end.node, end.interface)) ?? [];
}

/** The node calls one of its own addresses, and its address is translated on the way. */
function callsItselfTranslated(draft: Draft, { node, action }: Happening): boolean {
	if (action.do !== 'tcp' && action.do !== 'http') return false;
	const from = draft.nodes.find(({ id }) => id === node)!;
	const to = action.do === 'tcp' ? action.to : new URL(action.url).hostname;
	const own = draft.membersOf(from).flatMap(({ addresses }) => addresses.map((text) => text.split('/')[0]));
	return own.includes(to) && (from.nat ?? []).some((rule) => rule.target !== 'DNAT' && rule.out === undefined);
}

/** A bridge with addresses whose ports all lose their carrier some time. */
function losesCarrier({ id, kind, bridge, interfaces = [] }: NodeSource, without: ReadonlySet<string>): boolean {
	const numbered = kind === 'bridge' && (bridge?.addresses ?? []).length > 0;
	return numbered && interfaces.every(({ name }) => without.has(key(id, name)));
}

export function avoid(draft: Draft): void {
	// TCP repeats a SYN after a second, and ARP asks again after a second: which is first depends on when within a tick they began.
	if (draft.happenings.some(({ action }) => action.do === 'tcp' || action.do === 'http')) draft.slow = false;
	// What was cut to the segments of another interface and then goes by lo is cut there once more, and weighs something else in the receive buffer.
	draft.happenings = draft.happenings.filter((one) => !callsItselfTranslated(draft, one));
	// A link that is pulled is a cable with ends of its own on Linux: they stay up where the link's own end is taken down.
	const own = switched(draft);
	draft.happenings = draft.happenings.filter(
		(one) => one.action.do !== 'link' || !touches(draft, one).some((end) => own.has(end))
	);
	// A bridge may notice a second late that it has no carrier: it waits until other links of the machine have had their turn (linkwatch_schedule_work).
	const touched = new Set(draft.happenings.flatMap((one) => touches(draft, one)));
	const bridges = draft.nodes.filter((node) => losesCarrier(node, new Set([...touched, ...own])));
	const ports = new Set(bridges.flatMap(({ id, interfaces = [] }) => interfaces.map(({ name }) => key(id, name))));
	draft.happenings = draft.happenings.filter((one) => !touches(draft, one).some((end) => ports.has(end)));
}
