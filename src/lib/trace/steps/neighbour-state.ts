/** The life of a neighbour entry in sentences: one for each reason that its state changed. */
import { formatIpv4, formatMac } from '../../net/text.ts';
import type { Detail } from '../explain.ts';
import { fill, sentenceOf } from '../fill.ts';
import type { Place } from '../view.ts';
import type { StepFacts } from './types.ts';

type NeighbourFacts = StepFacts['neigh-state'];

const text: Record<NeighbourFacts['why'], string> = {
	created: '{node} makes an entry for {address} on {dev} and begins to ask for its MAC address ({after}).',
	reply: '{node} believes the answer: {address} on {dev} is at {mac}, and the entry is {after} now.',
	request: '{node} learns from the question itself: {address} on {dev} is at {mac}, and the entry is {after}.',
	unused: '{node} has not heard of {address} on {dev} for a while: the entry goes from {before} to {after}.',
	used: '{node} uses the entry of {address} on {dev}: it goes from {before} to {after}, to wait for a sign of life.',
	'delay-over': 'No sign of life came from {address} on {dev}: {node} begins to ask it directly ({after}).',
	'probe-failed': '{address} on {dev} did not answer any of the questions that {node} sent it: the entry is {after}.',
	'no-answer': 'Nobody on {dev} answered the ARP requests for {address}: the entry of {node} is {after}.',
	confirmed: '{node} has a sign of life from {address} on {dev}: the entry is {after} again.',
	static: '{node} has {address} on {dev} at {mac} by hand: the entry is {after} and never ages.',
	expired: '{node} forgets {address} on {dev}: the entry was not used for a long time.',
	removed: '{node} deletes the entry of {address} on {dev}.'
};

const MADE_WITH_MAC = '{node} makes an entry for {address} on {dev}: it is at {mac} ({after}).';
const MOVED = ' It was at {was} before.';

export function neighbourStateSentence(facts: NeighbourFacts, at: Place): string {
	const { dev, address, before, after, macBefore, macAfter, why } = facts;
	const template = why === 'created' && macAfter !== 0 ? MADE_WITH_MAC : text[why];
	const values = { node: at.node, dev, address: formatIpv4(address), before, after, mac: formatMac(macAfter) };
	const moved = macBefore !== 0 && macAfter !== 0 && macBefore !== macAfter;
	return sentenceOf(fill(template, values)) + (moved ? fill(MOVED, { was: formatMac(macBefore) }) : '');
}

function macText(mac: number): string {
	return mac === 0 ? 'unknown' : formatMac(mac);
}

export function neighbourStateDetails(facts: NeighbourFacts): Detail[] {
	const { dev, address, before, after, macBefore, macAfter } = facts;
	return [
		{
			type: 'change',
			title: `Entry of ${formatIpv4(address)} on ${dev}`,
			rows: [
				{ field: 'State', before, after },
				{ field: 'MAC address', before: macText(macBefore), after: macText(macAfter) }
			]
		}
	];
}
