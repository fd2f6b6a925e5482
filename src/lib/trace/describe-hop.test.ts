import { describe, expect, it } from 'vitest';
import { setU16, setU32 } from '../wire/bytes.ts';
import { datagram, echoRequest } from '../wire/captured-frames.ts';
import { setEtherSource } from '../wire/ethernet.ts';
import { decrementTtl } from '../wire/ipv4.ts';
import { explainHop } from './explanation.ts';
import type { HopRecord } from './record.ts';

const hop: HopRecord = {
	type: 'hop',
	id: 5,
	time: 1_000_000,
	flow: 0,
	cause: 4,
	node: 'h1',
	link: 'l1',
	interface: 'eth0',
	to: { node: 'r1', interface: 'eth1' },
	arrive: 1_100_000,
	lost: false,
	parent: -1,
	length: 58,
	class: 'icmp',
	label: 'ICMP echo request 1'
};
const names = { node: (id: string) => id, program: () => '', link: (id: string) => id };

describe('a hop', () => {
	it('says who sends what to whom, and how long it takes', () => {
		expect(explainHop(hop, echoRequest, null, names).sentence).toBe(
			'h1 sends "ICMP echo request 1" by eth0 to r1 (eth1), 58 bytes that arrive after 0.100 ms.'
		);
		expect(explainHop({ ...hop, arrive: hop.time }, echoRequest, null, names).sentence).toBe(
			'h1 sends "ICMP echo request 1" by eth0 to r1 (eth1), 58 bytes.'
		);
	});

	it('says that a frame is lost', () => {
		expect(explainHop({ ...hop, lost: true }, echoRequest, null, names).sentence).toBe(
			'h1 sends "ICMP echo request 1" by eth0 towards r1 (eth1), but the frame is lost on the way.'
		);
	});

	it('shows the headers', () => {
		const [headers] = explainHop(hop, echoRequest, null, names).details;
		expect(headers).toMatchObject({ type: 'headers', bytes: echoRequest });
		expect(headers.type === 'headers' && headers.layers.map((layer) => layer.name)).toEqual([
			'Ethernet',
			'IPv4',
			'ICMP',
			'Data'
		]);
	});

	it('shows what a router and NAT have changed since the last link', () => {
		const after = datagram.slice();
		setEtherSource(after, 0, 0x0200000000aa);
		setU32(after, 26, 0xcb007102);
		setU16(after, 34, 1024);
		decrementTtl(after, 14);
		const [changes] = explainHop(hop, after, datagram, names).details;
		expect(changes).toMatchObject({
			type: 'change',
			rows: expect.arrayContaining([
				{ field: 'Ethernet source', before: '02:00:00:00:00:01', after: '02:00:00:00:00:aa' },
				{ field: 'IPv4 time to live', before: '64', after: '63' },
				{ field: 'IPv4 source', before: '10.0.0.1', after: '203.0.113.2' },
				{ field: 'UDP source port', before: '40000', after: '1024' }
			])
		});
	});

	it('shows no change where a bridge has passed the frame on as it was', () => {
		expect(explainHop(hop, echoRequest, echoRequest.slice(), names).details.map((d) => d.type)).toEqual(['headers']);
	});
});
