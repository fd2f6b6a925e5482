import { describe, expect, it } from 'vitest';
import { dissect, frameColumns } from '../dissect.ts';
import { madeStreams } from '../made-streams.ts';
import { Conversations } from './conversations.ts';

/** @param places Of capture: every frame is seen at each of them. */
function look(name: string, places = [0]) {
	const frames = madeStreams[name].flatMap((frame) => places.map((place) => ({ ...frame, place })));
	const conversations = new Conversations((place) => frames[place].bytes);
	for (const { time, bytes, place } of frames) conversations.add(bytes, { time, place });
	const columns = frames.map(({ bytes }, i) => frameColumns(bytes, bytes.length, conversations.context(i)));
	const layers = frames.map(({ bytes }, i) => dissect(bytes, bytes.length, conversations.context(i)));
	return { columns, layers };
}

/** The notes before Info, by frame. */
function notes(name: string, places?: number[]): string[] {
	const { columns } = look(name, places);
	return columns.flatMap(({ info }, i) => {
		const found = /^(?:\[TCP [^\]]*\] )+/.exec(info);
		return found === null ? [] : [`${i + 1} ${found[0].trim()}`];
	});
}

function values(name: string, frame: number): Record<string, string> {
	const fields = look(name).layers[frame - 1].flatMap((layer) => layer.fields);
	return Object.fromEntries(fields.map(({ key, value }) => [key, value]));
}

describe('a segment among those before it', () => {
	it.each([
		[
			'a segment is lost, told three times, and sent again',
			[
				'5 [TCP Previous segment not captured]',
				'7 [TCP Dup ACK 6#1]',
				'9 [TCP Dup ACK 6#2]',
				'11 [TCP Dup ACK 6#3]',
				'12 [TCP Fast Retransmission]',
				'14 [TCP Spurious Retransmission]',
				'15 [TCP Dup ACK 13#1]'
			]
		],
		[
			'nobody answers, and it is sent again later',
			['5 [TCP Retransmission]', '6 [TCP Retransmission]', '8 [TCP ACKed unseen segment]']
		],
		['the same ports again', ['4 [TCP Port numbers reused]']]
	])('%s', (name, expected) => {
		expect(notes(name)).toEqual(expected);
	});

	it('tells of a window that is full, closed, asked for and open again', () => {
		const found = notes('the window closes, is asked for, and opens').join('\n');
		for (const words of ['Window Update', 'Window Full', 'ZeroWindow', 'ZeroWindowProbe', 'ZeroWindowProbeAck'])
			expect(found).toContain(`[TCP ${words}]`);
	});

	it('tells of keep-alives and their answers', () => {
		const found = notes('it is silent, and asked whether it is there').join('\n');
		expect(found).toContain('6 [TCP Keep-Alive]\n7 [TCP Keep-Alive ACK]');
	});

	it('says which frame it acknowledges and how long that took, with numbers from the beginning and as they stand', () => {
		expect(values('nobody answers, and it is sent again later', 7)).toMatchObject({
			'tcp.stream': '0',
			'tcp.seq': '1',
			'tcp.seq_raw': '7001',
			'tcp.ack': '11',
			'tcp.ack_raw': '4294963211',
			'tcp.analysis.acks_frame': '4',
			'tcp.analysis.ack_rtt': '0.601 s',
			'tcp.analysis.initial_rtt': '0.002 s'
		});
	});

	it('is the same at each link that it crosses: there it is not sent again', () => {
		const here = notes('nobody answers, and it is sent again later').map((note) => note.replace(/^\d+ /, ''));
		const twice = notes('nobody answers, and it is sent again later', [3, 4]).map((note) => note.replace(/^\d+ /, ''));
		expect(twice).toEqual(here.flatMap((note) => [note, note]));
	});
});

describe('a message in several segments', () => {
	it('is read where it is whole, and the others say so', () => {
		const { columns, layers } = look('a page in several segments');
		const told = columns.map(({ protocol, info }) =>
			info.endsWith('[TCP segment of a reassembled PDU]') ? 'segment' : protocol === 'HTTP' ? info : protocol
		);
		expect(told.slice(3)).toEqual([
			'segment',
			'TCP',
			'GET /page HTTP/1.1',
			'TCP',
			'segment',
			'segment',
			'HTTP/1.1 200 OK  (text/html)',
			'TCP'
		]);
		const http = layers[9].at(-1)!;
		expect(http.joined).toHaveLength(365);
		expect(http.fields.find(({ key }) => key === 'http.file_data')?.raw).toHaveLength(300);
	});

	it('ends with the stream where nothing else says its length', () => {
		const { columns } = look('a page that ends with the stream');
		expect(columns[6]).toMatchObject({ protocol: 'HTTP', info: 'HTTP/1.1 200 OK  (text/plain)' });
	});

	it('has its first segment once, though that is sent again', () => {
		const { columns } = look('a page of which a segment is sent again');
		expect(columns.map(({ protocol }) => protocol).slice(3)).toEqual(['HTTP', 'TCP', 'TCP', 'HTTP', 'TCP']);
	});

	it('is told with the next where both are in one segment', () => {
		const { columns } = look('a page and the beginning of another in one segment');
		expect(columns[3].info).toBe('GET /page HTTP/1.1 GET /page HTTP/1.1');
	});
});
