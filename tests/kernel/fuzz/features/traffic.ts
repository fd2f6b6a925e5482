/** What programs send: to anybody, to nobody, to themselves. */
import { formatIpv4 } from '../../../../src/lib/net/text.ts';
import { broadcastOf } from '../../../../src/lib/net/prefix.ts';
import { type Draft, STRANGE } from '../draft.ts';
import { PORTS } from '../ports.ts';
import type { Feature } from './feature.ts';

/**
 * How often, and how often at the most: what is sent repeatedly must not meet what another slot begins or its ARP requests
 * (schedule.ts), so that of any two one is clearly first. In a slot, 95 ms come at 95 and at 50 ms.
 */
const INTERVALS = [
	['95ms', 3],
	['2ms', 6]
] as const;

function someTarget(draft: Draft): string {
	const { chance } = draft;
	const { network, length } = chance.pick(draft.segments);
	const target = {
		node: () => draft.someAddress(),
		nobody: () => (network + chance.between(100, 110)) >>> 0,
		strange: () => chance.pick(STRANGE),
		broadcast: () => broadcastOf(network, length),
		network: () => network,
		loopback: () => chance.pick([0x7f000001, 0x7f010203]),
		special: () => chance.pick([0xffffffff, 0, 0xf0000001, 0xa9fe0001])
	}[chance.weighted({ node: 76, nobody: 8, strange: 6, broadcast: 3, network: 2, loopback: 3, special: 2 })]();
	return formatIpv4(target);
}

/** @param ping iputils' ping counts tokens of its own below 10 ms between two requests, and when it goes on is chance. */
function repeated(draft: Draft, ping = false): { count?: number; interval?: string } {
	const { chance } = draft;
	if (chance.in100(60)) return {};
	const [interval, most] = chance.pick(ping ? INTERVALS.slice(0, 1) : INTERVALS);
	return { count: chance.between(2, most), interval };
}

const SIZES = [0, 1, 8, 15, 16, 56, 500, 548, 1000, 1400, 1464, 1472, 1473, 3000, 8000];

export const ping: Feature = {
	name: 'ping',
	share: 95,
	draw(draft) {
		const { chance } = draft;
		const count = chance.between(1, 3);
		for (let i = 0; i < count; i++) {
			const size = chance.in100(35) ? { size: chance.pick(SIZES) } : {};
			const ttl = chance.in100(20) ? { ttl: chance.pick([1, 2, 3, 4, 255]) } : {};
			draft.happen(
				{ do: 'ping', to: someTarget(draft), ...repeated(draft, true), ...size, ...ttl },
				chance.pick(draft.hosts)
			);
		}
	}
};

export const udp: Feature = {
	name: 'udp',
	share: 60,
	draw(draft) {
		const { chance } = draft;
		const count = chance.between(1, 3);
		for (let i = 0; i < count; i++) {
			const size = chance.in100(35) ? { size: chance.pick(SIZES) } : {};
			const fromPort = chance.in100(30) ? { fromPort: chance.pick([4000, 4000, 5000]) } : {};
			const action = { do: 'udp', to: someTarget(draft), port: chance.pick(PORTS), ...fromPort } as const;
			draft.happen({ ...action, ...size, ...repeated(draft) }, chance.pick(draft.hosts));
		}
	}
};

export const tcp: Feature = {
	name: 'tcp',
	share: 40,
	draw(draft) {
		const { chance } = draft;
		const count = chance.between(1, 2);
		for (let i = 0; i < count; i++) {
			const send = chance.in100(70) ? { send: 'x'.repeat(chance.pick([1, 100, 1460, 3000, 12000])) } : {};
			const fromPort = chance.in100(20) ? { fromPort: 4000 } : {};
			const action = { do: 'tcp', to: someTarget(draft), port: chance.pick(PORTS), ...fromPort } as const;
			draft.happen({ ...action, ...send }, chance.pick(draft.hosts));
		}
	}
};

export const http: Feature = {
	name: 'http',
	share: 30,
	draw(draft) {
		const { chance } = draft;
		const port = chance.in100(60) ? '' : `:${chance.pick(PORTS)}`;
		draft.happen({ do: 'http', url: `http://${someTarget(draft)}${port}/` }, chance.pick(draft.hosts));
	}
};
