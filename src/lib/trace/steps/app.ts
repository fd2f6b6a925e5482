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
		records: 'The DNS server {server} says of {name}: {answers}.',
		missing: 'The DNS server {server} says that there is no such name as {name}.',
		notInDns: 'The DNS server {server} knows {name}, but not what was asked for.',
		failed: 'The DNS server {server} can or will not say anything of {name} ({code}).'
	},
	answer: {
		zone: '{node} answers {to} from its own records: {name} is {answers}.',
		cache: '{node} answers {to} with what it was told before: {name} is {answers}.',
		upstream: '{node} passes the answer on to {to}: {name} is {answers}.',
		nothing: '{node} answers {to}: {name} exists, but has no {type} record.',
		missing: '{node} answers {to}: there is no such name as {name}.',
		failed: '{node} answers {to} that it can or will not say anything of {name} ({code}).'
	},
	forward: '{node} does not know {name} itself, and asks {server}.',
	query: '{node} asks the DNS server {server} for the {type} record of {name}.',
	queryAgain: '{node} asks the DNS server {server} again for the {type} record of {name}: attempt {attempt}.',
	queryTcp: '{node} asks the DNS server {server} again by TCP, since the answer about {name} was cut.'
};

function nameTemplate({ source, addresses, answers, code }: StepFacts['name-lookup']): string {
	if (source === 'literal') return text.name.literal;
	if (source === 'hosts') return addresses.length > 0 ? text.name.hosts : text.name.notInHosts;
	if (addresses.length > 0) return text.name.dns;
	if (answers.length > 0) return text.name.records;
	if (code === 'NXDOMAIN') return text.name.missing;
	return code === 'NOERROR' ? text.name.notInDns : text.name.failed;
}

function answerTemplate({ code, answers, from }: StepFacts['dns-answer']): string {
	if (answers.length > 0) return text.answer[from];
	if (code === 'NXDOMAIN') return text.answer.missing;
	return code === 'NOERROR' ? text.answer.nothing : text.answer.failed;
}

const NAMES_PARAGRAPH =
	'Packets need addresses, people like names. A program looks into /etc/hosts first, and asks the DNS server of /etc/resolv.conf only when the name is not there.';

export const appViews: StepViews<
	| 'input'
	| 'frame-send'
	| 'app-start'
	| 'app-output'
	| 'app-end'
	| 'name-lookup'
	| 'dns-answer'
	| 'dns-forward'
	| 'dns-query'
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
					answers: listed(facts.answers),
					code: facts.code,
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
					answers: listed(facts.answers),
					type: facts.type,
					code: facts.code,
					to: formatIpv4(facts.to)
				})
			),
		paragraph:
			'A DNS server answers from its records. "No such name" (NXDOMAIN) is an answer too: it says that the name does not exist at all.',
		source: 'RFC 1035, 4.1.1'
	},
	'dns-forward': {
		title: 'DNS question passed on',
		sentence: ({ name, server }, at) =>
			sentenceOf(fill(text.forward, { node: at.node, name, server: formatIpv4(server) })),
		paragraph:
			'A server that does not know a name asks another one, and remembers the answer for as long as its TTL says: that is what makes a name quick the second time.',
		source: 'RFC 1034, 4.3.1'
	},
	'dns-query': {
		title: 'Name asked for',
		sentence: ({ name, type, server, tcp, attempt }, at) =>
			sentenceOf(
				fill(tcp ? text.queryTcp : attempt > 1 ? text.queryAgain : text.query, {
					node: at.node,
					name,
					type,
					attempt,
					server: formatIpv4(server)
				})
			),
		paragraph:
			'A resolver asks the nameservers of /etc/resolv.conf one after the other. Names with few dots are tried with the domains of its search list; an answer that does not fit into a datagram is asked for again by TCP.',
		source: 'glibc, resolv/res_send.c and res_query.c; resolv.conf(5)'
	}
};
