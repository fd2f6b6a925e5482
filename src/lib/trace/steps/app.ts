/** Inputs, programs and names. */
import { formatIpv4 } from '../../net/text.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { interfaceKey } from '../keys.ts';
import type { StepViews } from '../view.ts';
import type { StepFacts } from './types.ts';

const text = {
	input: 'Input at {node}: {text}',
	inputAnywhere: 'Input: {text}',
	frame: '{node} puts a hand-made frame of {length} bytes on {dev}, past its own IP.',
	start: '{program} starts on {node}: {command}',
	output: '{program} on {node} prints "{line}"',
	ended: '{program} on {node} is done: {result}',
	failed: '{program} on {node} has failed: {result}',
	name: {
		literal: '{name} is an address already, so there is nothing to look up.',
		hosts: '{node} finds {name} in its /etc/hosts: {addresses}.',
		notInHosts: '{node} does not find {name} in its /etc/hosts, and has nobody else to ask.',
		dns: 'The DNS server {server} says that {name} is {addresses}.',
		notInDns: 'The DNS server {server} knows no address for {name}.'
	},
	answer: {
		found: '{node} answers {to}: {name} is {addresses}.',
		noAddress: '{node} answers {to}: {name} exists, but has no address of the kind that was asked for.',
		missing: '{node} answers {to}: there is no such name as {name}.'
	}
};

function nameTemplate({ source, addresses }: StepFacts['name-lookup']): string {
	if (source === 'literal') return text.name.literal;
	if (source === 'hosts') return addresses.length > 0 ? text.name.hosts : text.name.notInHosts;
	return addresses.length > 0 ? text.name.dns : text.name.notInDns;
}

function answerTemplate({ found, addresses }: StepFacts['dns-answer']): string {
	if (!found) return text.answer.missing;
	return addresses.length > 0 ? text.answer.found : text.answer.noAddress;
}

const NAMES_PARAGRAPH =
	'Packets need addresses, people like names. A program looks into /etc/hosts first, and asks the DNS server of /etc/resolv.conf only when the name is not there.';

export const appViews: StepViews<
	'input' | 'frame-send' | 'app-start' | 'app-output' | 'app-end' | 'name-lookup' | 'dns-answer'
> = {
	input: {
		title: 'Input',
		short: (facts) => facts.text,
		sentence: (facts, at) =>
			sentenceOf(fill(at.node === '' ? text.inputAnywhere : text.input, { node: at.node, text: facts.text })),
		paragraph: '',
		source: ''
	},
	'frame-send': {
		title: 'Hand-made frame',
		sentence: ({ dev, length }, at) => sentenceOf(fill(text.frame, { node: at.node, length, dev })),
		paragraph:
			'A packet socket puts bytes on the wire as they are: no route is looked up, no rule is asked and no checksum is made.',
		source: 'net/packet/af_packet.c, packet_snd',
		marks: ({ dev }) => [{ table: 'interfaces', key: interfaceKey(dev), access: 'read' }]
	},
	'app-start': {
		title: 'Program starts',
		short: ({ command }) => command,
		sentence: ({ program, command }, at) => sentenceOf(fill(text.start, { node: at.node, program, command })),
		paragraph: '',
		source: ''
	},
	'app-output': {
		title: 'Program output',
		short: ({ line }) => line,
		sentence: ({ program, line }, at) => sentenceOf(fill(text.output, { node: at.node, program, line })),
		paragraph: '',
		source: ''
	},
	'app-end': {
		title: ({ ok }) => (ok ? 'Program done' : 'Program failed'),
		short: ({ result }) => result,
		sentence: ({ program, ok, result }, at) =>
			sentenceOf(fill(ok ? text.ended : text.failed, { node: at.node, program, result })),
		paragraph: '',
		source: ''
	},
	'name-lookup': {
		title: 'Name looked up',
		short: ({ name }) => name,
		sentence: (facts, at) =>
			sentenceOf(
				fill(nameTemplate(facts), {
					node: at.node,
					name: facts.name,
					addresses: listed(facts.addresses.map(formatIpv4)),
					server: formatIpv4(facts.server)
				})
			),
		paragraph: NAMES_PARAGRAPH,
		source: 'nsswitch.conf(5), "hosts: files dns"; RFC 1035'
	},
	'dns-answer': {
		title: 'DNS answer',
		short: ({ name }) => name,
		sentence: (facts, at) =>
			sentenceOf(
				fill(answerTemplate(facts), {
					node: at.node,
					name: facts.name,
					addresses: listed(facts.addresses.map(formatIpv4)),
					to: formatIpv4(facts.to)
				})
			),
		paragraph:
			'A DNS server answers from its records. "No such name" (NXDOMAIN) is an answer too: it says that the name does not exist at all.',
		source: 'RFC 1035, 4.1.1'
	}
};
