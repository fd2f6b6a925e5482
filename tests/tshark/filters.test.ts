/** Display filters: for each, the same frames as tshark passes, out of a capture with something of everything. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilterFrame, filterOf } from '../../src/lib/trace/filter/filter.ts';
import { Conversations } from '../../src/lib/wire/dissect/conversations.ts';
import { captureOf, madeCaptures, shippedCaptures, type Sent } from './captures.ts';
import { filtered, withoutTshark } from './tshark.ts';

const passing = [
	'arp',
	'icmp || dns',
	'ip.addr == 10.0.0.2',
	'ip.addr != 10.0.0.2',
	'ip.addr !== 10.0.0.2',
	'ip.addr === 10.0.0.2',
	'!(ip.addr == 10.0.0.2)',
	'not ip.src eq 10.0.0.1 and ip',
	'ip.addr == 10.0.0.0/8',
	'ip.src == 10.0.0.0/30 and ip.dst == 10.0.0.0/8',
	'ip.src == ip.dst',
	'tcp.port == 80',
	'tcp.port == 80 && ip.src == 192.168.1.10',
	'tcp.port in {80, 443, 5000..6000}',
	'udp.port not in {53}',
	'any tcp.port > 1024',
	'all tcp.port > 1024',
	'tcp.dstport > tcp.srcport',
	'eth.src[0:3] == 02:00:00',
	'eth.dst == ff:ff:ff:ff:ff:ff',
	'eth.dst[0:2] == ff:ff',
	'eth.src[-1] == 01',
	'eth.src[-2:] == 00:01',
	'eth.src[0-2,5] == 02:00:00:01',
	'arp.opcode == 1 and arp.dst.proto_ipv4 == 10.0.0.2',
	'icmp.type == 8',
	'icmp.type == 11 or icmp.type == 3',
	'ip.ttl < 64',
	'ip.ttl >= 63 && ip.ttl le 64',
	'tcp.flags.syn == 1 && tcp.flags.ack == 0',
	'tcp.flags & 0x02',
	'tcp.flags == 0x012',
	'tcp.seq == 1 && tcp.len > 0',
	'tcp.stream eq 0',
	'tcp.window_size > 64000',
	'tcp.analysis',
	'tcp.analysis.flags && !tcp.analysis.window_update',
	'tcp.analysis.retransmission',
	'tcp.analysis.fast_retransmission || tcp.analysis.spurious_retransmission',
	'tcp.analysis.duplicate_ack_num > 1',
	'tcp.analysis.lost_segment or tcp.analysis.ack_lost_segment',
	'tcp.analysis.out_of_order',
	'tcp.analysis.zero_window || tcp.analysis.window_full',
	'tcp.analysis.keep_alive',
	'tcp.analysis.reused_ports',
	'tcp.analysis.acks_frame == 4',
	'tcp.analysis.ack_rtt > 0.1',
	'tcp.analysis.bytes_in_flight > 100',
	'tcp.seq_raw != tcp.seq',
	'tcp.time_delta > 1',
	'tcp.completeness == 31',
	'tcp.options.mss_val == 1460',
	'tcp contains "HTTP"',
	'frame contains "hopwise"',
	'frame contains 48:6f:70',
	'http.request',
	'http.request.method == "GET"',
	'http.response.code == 200',
	'http.host matches "^[0-9.]+$"',
	'http.user_agent contains "hop" || http.server',
	'lower(http.request.method) == "get"',
	'dns.qry.name == "web.example"',
	'dns.qry.name matches "EXAMPLE$"',
	'dns.flags.response == 1 && dns.a == 10.0.0.0/8',
	'len(udp.payload) > 20',
	'count(ip.addr) == 4',
	'ip.len - ip.hdr_len > 40',
	'ip.ttl % 2 == 1',
	'frame.number <= 10',
	'frame.len > 100',
	'frame.time_relative < 0.001',
	'frame.protocols contains "icmp"',
	'data.len == 56 or data',
	'ip.src#1 == 10.0.0.1',
	'udp[0:2] == 00:35',
	'ip[8] == 40'
];

/** Frames of a lab that are looked at: a storm is much of the same. */
const MOST = 400;

/** Those of one link: what crosses several is taken for a repetition by Wireshark, which then does not read its data. */
function busiest(frames: readonly Sent[]): Sent[] {
	const onLink = (link: number) => frames.filter((frame) => frame.link === link);
	const links = [...new Set(frames.map(({ link }) => link))].map(onLink);
	return (links.sort((a, b) => b.length - a.length)[0] ?? []).slice(0, MOST);
}

const wrong = [
	'ip.adr == 1',
	'ip.addr == 10.0.0.300',
	'ip.addr ==',
	'(ip',
	'tcp.port == 80 &&',
	'tcp.port == "x"',
	'eth.src == 1',
	'ip.src contains "x"',
	'http.host matches "("'
];

describe.skipIf(withoutTshark)('display filters beside tshark', () => {
	let folder = '';
	let file = '';
	let frames: FilterFrame[] = [];

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'hopwise-filters-'));
		file = join(folder, 'capture.pcapng');
		const day = 86_400e9;
		const sent = [...shippedCaptures(), ...madeCaptures()].flatMap((lab, i) =>
			busiest(lab).map((frame) => ({ ...frame, time: frame.time + i * day }))
		);
		writeFileSync(file, captureOf(sent));
		const conversations = new Conversations((place) => sent[place].bytes);
		for (const { bytes, time } of sent) conversations.add(bytes, { time, place: 0 });
		frames = sent.map(({ bytes, time }, i) => {
			const before = sent[Math.max(0, i - 1)].time;
			const sighting = { number: i + 1, time, first: sent[0].time, before, interface: 'all links' };
			return new FilterFrame(bytes, sighting, conversations.context(i));
		});
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it.each(passing)('%s', { timeout: 60_000 }, (text) => {
		const filter = filterOf(text);
		if (!filter.ok) throw new Error(filter.problem.message);
		const ours = frames.flatMap((frame, i) => (filter.passes(frame) ? [i + 1] : []));
		expect(ours).toEqual(filtered(file, text));
	});

	it.each(wrong)('neither takes %s', { timeout: 60_000 }, (text) => {
		expect(filterOf(text)).toMatchObject({ ok: false });
		expect(filtered(file, text)).toEqual(expect.any(String));
	});
});
