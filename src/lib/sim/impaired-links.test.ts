/** Links with faults, against what tc-netem(8) says of each, by counts of many frames from fixed seeds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runLab } from '../engine/run-lab.ts';
import type { Input, LabLink } from '../lab/document.ts';
import { updateLink } from '../lab/edit.ts';
import { labOf } from '../lab/testing/lab-of.ts';
import { copyWorld } from './checkpoint.ts';
import { createSimulation, enqueue } from '../engine/run-lab.ts';
import { u16 } from '../wire/bytes.ts';

/** Two hosts that know each other's MAC: nothing but the datagrams is on the link. */
const plain = labOf(
	[
		{
			id: 'h1',
			kind: 'host',
			interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:01', addresses: ['10.0.0.1/24'] }],
			neighbours: [{ address: '10.0.0.2', mac: '02:00:00:00:00:02', dev: 'eth0' }]
		},
		{
			id: 'h2',
			kind: 'host',
			interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:02', addresses: ['10.0.0.2/24'] }],
			services: [{ kind: 'udp-sink', port: 9 }]
		}
	],
	[['h1/eth0', 'h2/eth0']]
);

function lab(link: Partial<LabLink>, seed = 1) {
	return { ...updateLink(plain, 'a', { delay: '1ms', ...link }), seed };
}

/** `count` datagrams of `size` bytes, one each `interval`. */
function datagrams(count: number, interval: string, size = 58): Input[] {
	return [
		{ at: '0s', node: 'h1', action: { do: 'udp', to: '10.0.0.2', port: 9, size, count, interval, fromPort: 4000 } }
	];
}

interface Arrival {
	time: number;
	/** IPv4 identification: counts up by one with each datagram. */
	number: number;
}

/** What arrives at h2, and the steps that were recorded. */
function run(
	link: Partial<LabLink>,
	inputs: Input[],
	seed = 1
): { arrivals: Arrival[]; kinds: Record<string, number> } {
	const arrivals: Arrival[] = [];
	const { trace } = runLab(lab(link, seed), inputs, {
		record: true,
		tap: (ns, _dev, direction, packet, now) => {
			if (ns.node === 'h2' && direction === 'in') arrivals.push({ time: now, number: u16(packet.bytes, 18) });
		}
	});
	const kinds: Record<string, number> = {};
	for (let id = 0; id < trace!.count; id++) {
		const facts = trace!.factsOf(id);
		const kind = facts?.kind === 'drop' ? facts.reason : (facts?.kind ?? 'hop');
		kinds[kind] = (kinds[kind] ?? 0) + 1;
	}
	return { arrivals, kinds };
}

const N = 4000;

/** Within four standard deviations of a share of N. */
function expectShare(count: number, share: number, of = N): void {
	const spread = 4 * Math.sqrt(of * share * (1 - share));
	expect(Math.abs(count - of * share)).toBeLessThanOrEqual(spread);
}

describe('a link that only delays', () => {
	it('keeps no state and loses nothing', () => {
		const sim = createSimulation(lab({}));
		expect(sim.world.links[0]!.ways).toEqual([null, null]);
		expect(run({}, datagrams(100, '1us')).arrivals).toHaveLength(100);
	});
});

describe('loss', () => {
	it.each([1, 2, 3])('a share of all frames, seed %i', (seed) => {
		const { arrivals, kinds } = run({ loss: 0.1 }, datagrams(N, '10us'), seed);
		expectShare(N - arrivals.length, 0.1);
		expect(kinds['link-lost']).toBe(N - arrivals.length);
	});

	it('comes in bursts with the Gilbert-Elliott model', () => {
		const { arrivals } = run({ gemodel: { p: 0.01, r: 0.2, bad: 1, good: 0 } }, datagrams(N, '10us'));
		// In the bad state p / (p + r) of the time, 1 / r frames long each.
		const lost = N - arrivals.length;
		expect(lost / N).toBeGreaterThan(0.03);
		expect(lost / N).toBeLessThan(0.065);
		const bursts = arrivals.filter(({ number }, i) => i > 0 && number !== arrivals[i - 1].number + 1).length;
		expect(lost / bursts).toBeGreaterThan(4);
		expect(lost / bursts).toBeLessThan(6.5);
	});
});

describe('delay', () => {
	it('with uniform jitter is everywhere between, and nowhere else', () => {
		const { arrivals } = run({ delay: '1ms', jitter: '400us' }, datagrams(N, '1ms'));
		const delays = arrivals.map(({ time }, i) => time - i * 1_000_000);
		expect(Math.min(...delays)).toBeGreaterThanOrEqual(600_000);
		expect(Math.max(...delays)).toBeLessThanOrEqual(1_400_000);
		for (let tenth = 0; tenth < 10; tenth++) {
			const from = 600_000 + tenth * 80_000;
			expectShare(delays.filter((delay) => delay >= from && delay < from + 80_000).length, 0.1);
		}
	});

	it('with normal jitter is within one deviation for 68 of 100', () => {
		const { arrivals } = run({ delay: '10ms', jitter: '100us', distribution: 'normal' }, datagrams(N, '1ms'));
		const offs = arrivals.map(({ time }, i) => time - i * 1_000_000 - 10_000_000);
		expectShare(offs.filter((off) => Math.abs(off) < 100_000).length, 0.6827);
		expectShare(offs.filter((off) => Math.abs(off) < 200_000).length, 0.9545);
		expect(Math.abs(offs.reduce((sum, off) => sum + off, 0) / N)).toBeLessThan(8_000);
	});

	it('is told when one frame overtakes another', () => {
		const { arrivals, kinds } = run({ delay: '1ms', jitter: '900us' }, datagrams(50, '10us'));
		expect(arrivals).toHaveLength(50);
		expect(kinds['link-overtake']).toBeGreaterThan(0);
	});

	it('without jitter and reordering keeps the order', () => {
		const way = fc.record({
			delay: fc.constantFrom('0s', '100us', '7ms'),
			loss: fc.constantFrom(0, 0.2),
			rate: fc.constantFrom('100kbit', '10mbit', undefined)
		});
		fc.assert(
			fc.property(way, fc.integer({ min: 1, max: 1e6 }), (link, seed) => {
				const { arrivals } = run(link, datagrams(60, '20us'), seed);
				expect(arrivals.map(({ number }) => number)).toEqual(
					arrivals.map(({ number }) => number).sort((a, b) => a - b)
				);
			}),
			{ numRuns: 20 }
		);
	});
});

describe('duplication and reordering', () => {
	it('a share of frames arrives twice', () => {
		const { arrivals, kinds } = run({ duplicate: 0.25 }, datagrams(N, '10us'));
		expectShare(arrivals.length - N, 0.25);
		expect(kinds['link-double']).toBe(arrivals.length - N);
	});

	it('a share of frames does not wait for the delay', () => {
		const { arrivals } = run({ delay: '10ms', reorder: 0.25 }, datagrams(N, '100us'));
		const quick = arrivals.filter(({ time, number }) => time === (number - arrivals[0].number) * 100_000);
		const first = Math.min(...arrivals.map(({ number }) => number));
		const sent = (number: number) => (number - first) * 100_000;
		expect(quick.length).toBeLessThanOrEqual(N);
		expectShare(arrivals.filter(({ time, number }) => time === sent(number)).length, 0.25);
		expectShare(arrivals.filter(({ time, number }) => time === sent(number) + 10_000_000).length, 0.75);
	});
});

describe('rate', () => {
	it('holds over a long run, header and data counted', () => {
		// 58 bytes of data are 100 on the wire: 800 bits, 80 us at 10 Mbit/s.
		const { arrivals, kinds } = run({ rate: '10mbit' }, datagrams(900, '10us'));
		expect(arrivals).toHaveLength(900);
		arrivals.forEach(({ time }, i) => expect(time).toBe(1_000_000 + (i + 1) * 80_000));
		expect(kinds['link-queue']).toBe(899);
	});

	it('a frame that comes when nothing waits is sent at once', () => {
		const { kinds } = run({ rate: '10mbit' }, datagrams(20, '80us'));
		expect(kinds['link-queue']).toBeUndefined();
	});

	it('drops at the tail when so many frames wait', () => {
		const { arrivals, kinds } = run({ rate: '1mbit', limit: { packets: 5 } }, datagrams(20, '1us'));
		// One is being sent, five wait.
		expect(arrivals).toHaveLength(6);
		expect(kinds['link-queue-full']).toBe(14);
	});

	it('drops at the tail when so many bytes wait', () => {
		const { arrivals, kinds } = run({ rate: '1mbit', limit: { bytes: 350 } }, datagrams(20, '1us'));
		expect(arrivals).toHaveLength(4);
		expect(kinds['link-queue-full']).toBe(16);
	});

	it('1000 frames may wait unless something else is said', () => {
		const { arrivals } = run({ rate: '1mbit' }, datagrams(1100, '100ns'));
		expect(arrivals).toHaveLength(1001);
	});

	it('what waits when the link is pulled is lost', () => {
		const inputs: Input[] = [...datagrams(10, '1us'), { at: '2ms', action: { do: 'link', link: 'a', up: false } }];
		const { arrivals, kinds } = run({ rate: '1mbit' }, inputs);
		expect(arrivals).toHaveLength(1);
		expect(kinds['no-carrier']).toBe(9);
	});
});

describe('each way by itself', () => {
	it('what a direction says takes the place of what the link says', () => {
		const { arrivals } = run({ loss: 1, ways: { there: { loss: 0, delay: '3ms' } } }, datagrams(5, '1ms'));
		expect(arrivals.map(({ time }) => time)).toEqual([3e6, 4e6, 5e6, 6e6, 7e6]);
		expect(run({ ways: { there: { loss: 1 } } }, datagrams(5, '1ms')).arrivals).toEqual([]);
	});
});

describe('any moment', () => {
	it('a copy of the world goes on with the same frames', () => {
		const whole = lab({ jitter: '900us', loss: 0.1, duplicate: 0.1, rate: '3mbit', limit: { packets: 20 } });
		const sim = createSimulation(whole);
		enqueue(sim, datagrams(200, '100us'));
		sim.run(9_000_000);
		const copy = createSimulation(whole);
		copy.world = copyWorld(sim.world);
		const seen = [sim, copy].map((one) => {
			const frames: string[] = [];
			one.tap = (ns, dev, direction, packet, now) =>
				void frames.push(`${now} ${ns.node} ${dev.name} ${direction} ${packet.bytes.slice(0, packet.length)}`);
			one.run(Infinity);
			return frames;
		});
		expect(seen[0].length).toBeGreaterThan(100);
		expect(seen[0]).toEqual(seen[1]);
	});
});
