/** HTTP: what a client asks for, what a server answers and why, and what the client makes of it (RFC 9110). */
import { fill, sentenceOf } from '../fill.ts';
import { bytesTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';
import type { StepFacts } from './types.ts';

const text = {
	ask: {
		first: '{node} asks {host} for {target}, with {method} in {version}{brings}.',
		again: '{node} asks {host} for {target} by the same connection, with {method} in {version}{brings}.',
		brings: ', and brings {bytes}'
	},
	answer: {
		found: '{node} answers {asked} with {status} {reason}: {bytes}{after}.',
		missing: '{node} has nothing that {asked} could mean, and answers {status} {reason}{after}.',
		method: '{node} does not allow {asked}, only {detail}, and answers {status} {reason}{after}.',
		'unknown-method': '{node} does not know the method of {asked}, and answers {status} {reason}{after}.',
		malformed: '{node} cannot make sense of the request ({detail}), and answers {status} {reason}{after}.'
	},
	after: { keep: '; the connection stays open for more', close: '; then it closes the connection' },
	heard: {
		plain: '{node} is answered {status} {reason}: {bytes}.',
		follows: '{node} is answered {status} {reason}, and goes on to {location}.',
		stays: '{node} is answered {status} {reason}: it is at {location} now, but redirects are not to be followed.'
	}
};

function heardTemplate({ location, follows }: StepFacts['http-heard']): string {
	if (location === '') return text.heard.plain;
	return follows ? text.heard.follows : text.heard.stays;
}

const classes: Record<number, string> = {
	2: 'A status of 2xx says that the request was understood and done.',
	3: 'A status of 3xx says that it is elsewhere: the field Location names the place, and the client has to ask again there.',
	4: 'A status of 4xx says that the request is at fault: nothing is there, it is not allowed, or it makes no sense.',
	5: 'A status of 5xx says that the server is at fault: asking again later may help.'
};

function classOf(status: number): string {
	return classes[Math.floor(status / 100)] ?? '';
}

export const httpViews: StepViews<'http-ask' | 'http-answer' | 'http-heard'> = {
	'http-ask': {
		title: 'HTTP request',
		short: ({ method, target }) => `${method} ${target}`,
		sentence: ({ method, target, host, version, length, number }, at) =>
			sentenceOf(
				fill(number > 1 ? text.ask.again : text.ask.first, {
					node: at.node,
					host,
					target,
					method,
					version,
					brings: length === 0 ? '' : fill(text.ask.brings, { bytes: bytesTerm(length) })
				})
			),
		paragraph:
			'An HTTP request is text: a line with method, path and version, header fields, an empty line, and with POST a body. The field Host says which site is meant, since many can be at one address.',
		source: 'RFC 9112, 3; RFC 9110, 9.3'
	},
	'http-answer': {
		title: 'HTTP answer',
		short: ({ status, reason }) => `${status} ${reason}`,
		sentence: ({ asked, status, reason, length, why, detail, keep }, at) =>
			sentenceOf(
				fill(text.answer[why], {
					node: at.node,
					asked,
					status,
					reason,
					detail,
					bytes: bytesTerm(length),
					after: keep ? text.after.keep : text.after.close
				})
			),
		paragraph: ({ status }) =>
			`${classOf(status)} The field Content-Length tells where the body ends, so that the connection can be used again.`,
		source: 'RFC 9110, 15; RFC 9112, 9.3'
	},
	'http-heard': {
		title: 'HTTP answer read',
		short: ({ status, reason }) => `${status} ${reason}`,
		sentence: (facts, at) =>
			sentenceOf(
				fill(heardTemplate(facts), {
					node: at.node,
					status: facts.status,
					reason: facts.reason,
					bytes: bytesTerm(facts.length),
					location: facts.location
				})
			),
		paragraph: ({ status }) => classOf(status),
		source: 'RFC 9110, 15'
	}
};
