/** TCP connections (net/ipv4/tcp_input.c, tcp_output.c, tcp_timer.c; RFC 9293). */
import { tcpFlagNames } from '../../wire/tcp.ts';
import type { Detail } from '../explain.ts';
import { fill, listed, sentenceOf } from '../fill.ts';
import { bytesTerm, periodTerm } from '../terms.ts';
import type { StepViews } from '../view.ts';
import type { StepFacts } from './types.ts';

const text = {
	receive: {
		data: 'TCP on {node} gets {bytes} of data, from sequence number {seq}{state}.',
		control: 'TCP on {node} gets a segment with {flags}{state}.',
		state: ', while in state {state}'
	},
	send: {
		connect: '{node} opens a connection: SYN, with {seq} as its first sequence number.',
		accept: '{node} accepts the connection: SYN and ACK, with {seq} as its own first sequence number.',
		cookie: '{node} answers with a SYN cookie, {seq}, and forgets the SYN.',
		data: '{node} sends {bytes} of data, from sequence number {seq}.',
		ack: '{node} acknowledges all data before sequence number {ack}.',
		close: '{node} says that it has nothing more to send: FIN.',
		reset: '{node} breaks it off with a reset: RST.',
		retransmit: '{node} sends sequence number {seq} again, because nobody acknowledged it.',
		probe: '{node} asks whether there is room again for more data.'
	},
	state: {
		change: 'The connection of {node} goes from {before} to {after}: {why}.',
		plain: 'The connection of {node} goes from {before} to {after}.'
	},
	timer: {
		retransmit: 'No acknowledgment came for {timeout}: {node} sends again (try {attempt}).',
		'delayed-ack': '{node} had no data to send with it for {timeout}, so it acknowledges now.',
		'time-wait': '{node} has kept the closed connection for {timeout}, and forgets it.',
		probe: 'The window of the other side has been closed for {timeout}: {node} asks again (try {attempt}).',
		keepalive: 'Nobody has said anything for long: {node} asks whether the other side is still there (try {attempt}).'
	}
};

const sendTitles: Record<StepFacts['tcp-send']['why'], string> = {
	connect: 'Connection opened',
	accept: 'Connection accepted',
	cookie: 'SYN cookie sent',
	data: 'Data sent',
	ack: 'Data acknowledged',
	close: 'Closing',
	reset: 'Reset sent',
	retransmit: 'Sent again',
	probe: 'Window probed'
};

const sendParagraphs: Record<StepFacts['tcp-send']['why'], string> = {
	connect:
		'A connection begins with three segments: SYN, SYN with ACK, ACK. Each side tells the other from which number it will count its bytes.',
	accept:
		'The second of three segments: it acknowledges the SYN and carries one of its own, because each direction counts its bytes by itself.',
	cookie:
		'So many handshakes are going on that the listener keeps none of this one. Its first sequence number holds what it must know again (a hash of the addresses and ports, and the MSS), its timestamp the other options; the ACK brings both back. Without timestamps the options are lost.',
	data: 'Every byte has a sequence number. The other side acknowledges what it has got; what stays unacknowledged is sent again.',
	ack: 'An acknowledgment names the next byte that is expected. It takes no sequence number and is itself never acknowledged.',
	close:
		'A connection is closed in each direction by itself: FIN says "no more from me", and is acknowledged. The other side may go on sending until its own FIN.',
	reset:
		'A reset ends a connection at once, or refuses one that nobody listens for. The program on the other side reads "Connection refused" or "Connection reset".',
	retransmit:
		'TCP cannot know what was lost, the segment or its acknowledgment. It waits a little longer than a round trip takes, sends again, and doubles the time with every try.',
	probe:
		'The receiver says how much room it has (the window). When there is none, the sender asks from time to time, in case the news of room was lost.'
};

const KEEPALIVE_PARAGRAPH =
	'A connection on which nobody says anything needs no packets, so a peer that has gone is not noticed. A program can ask for keepalive: then, after a long silence, a segment is sent that the peer must answer.';

function header({ flags, seq, ack, length, window }: StepFacts['tcp-receive'] | StepFacts['tcp-send']): Detail[] {
	const row = (name: string, value: string | number) => ({ cells: [name, String(value)], mark: false, note: '' });
	return [
		{
			type: 'table',
			title: 'Segment',
			columns: ['Field', 'Value'],
			rows: [
				row('Flags', tcpFlagNames(flags)),
				row('Sequence number', seq),
				row('Acknowledgment number', ack),
				row('Data', bytesTerm(length)),
				row('Window', bytesTerm(window))
			]
		}
	];
}

export const tcpViews: StepViews<'tcp-receive' | 'tcp-send' | 'tcp-state' | 'tcp-timer'> = {
	'tcp-receive': {
		title: 'TCP segment received',
		short: ({ flags }) => tcpFlagNames(flags),
		sentence: ({ flags, seq, length, state }, at) =>
			sentenceOf(
				fill(length > 0 ? text.receive.data : text.receive.control, {
					node: at.node,
					bytes: bytesTerm(length),
					seq,
					flags: listed(tcpFlagNames(flags).split(', ')),
					state: state === '' ? '' : fill(text.receive.state, { state })
				})
			),
		paragraph:
			'The segment is compared with what the connection expects: its sequence number must lie in the window, and its flags must make sense in this state.',
		details: header,
		source: 'net/ipv4/tcp_input.c, tcp_rcv_established and tcp_rcv_state_process'
	},
	'tcp-send': {
		title: ({ why }) => sendTitles[why],
		short: ({ flags, length }) => (length > 0 ? bytesTerm(length) : tcpFlagNames(flags)),
		sentence: ({ seq, ack, length, why }, at) =>
			sentenceOf(fill(text.send[why], { node: at.node, seq, ack, bytes: bytesTerm(length) })),
		paragraph: ({ why }) => sendParagraphs[why],
		details: header,
		source: 'net/ipv4/tcp_output.c, __tcp_transmit_skb'
	},
	'tcp-state': {
		title: ({ after }) => `TCP is ${after}`,
		short: ({ before }) => `was ${before}`,
		sentence: ({ before, after, why }, at) =>
			sentenceOf(fill(why === '' ? text.state.plain : text.state.change, { node: at.node, before, after, why })),
		paragraph:
			'A connection is always in one of eleven states, from LISTEN and SYN-SENT by ESTAB to TIME-WAIT. Segments, programs and timers move it from one to the next.',
		source: 'net/ipv4/tcp.c, tcp_set_state; RFC 9293, 3.3.2'
	},
	'tcp-timer': {
		title: 'TCP timer',
		sentence: ({ timer, attempt, timeout }, at) =>
			sentenceOf(fill(text.timer[timer], { node: at.node, attempt, timeout: periodTerm(timeout) })),
		paragraph: ({ timer }) =>
			timer === 'time-wait'
				? 'The side that closed first keeps the connection for a while, so that late segments find somebody who knows what to do with them.'
				: timer === 'keepalive'
					? KEEPALIVE_PARAGRAPH
					: sendParagraphs[timer === 'retransmit' ? 'retransmit' : timer === 'probe' ? 'probe' : 'ack'],
		source: 'net/ipv4/tcp_timer.c, tcp_write_timer_handler'
	}
};
