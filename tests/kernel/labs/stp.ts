/**
 * The spanning tree. Bridges come up while the lab runs, so that both sides begin at the same time; nothing stands at a multiple
 * of the hello time after another thing, since Linux's timers are up to an eighth late.
 */
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.0.1/24' } };
const h2 = { interfaces: { eth0: '10.0.0.2/24' } };
const h3 = { interfaces: { eth0: '10.0.0.3/24' } };
const stp = { up: false, stp: true, forwardDelay: '2300ms', hello: '2s', maxAge: '6s' };
const up = (name: string) => ({ do: 'interface' as const, interface: name, up: true });
const down = (name: string) => ({ do: 'interface' as const, interface: name, up: false });

export const spanningTree = [
	kernelLab({
		title: 'STP: one bridge listens, learns and forwards',
		nodes: { h1, h2, sw: { kind: 'switch', bridge: stp, interfaces: { p1: '', p2: '' } } },
		links: ['h1:eth0 sw:p1', 'h2:eth0 sw:p2'],
		inputs: [
			['0s sw', up('br0')],
			['1s h1', { do: 'udp', to: '10.0.0.2', port: 9 }],
			['5500ms h1', { do: 'ping', to: '10.0.0.2' }]
		],
		until: '7s'
	}),
	kernelLab({
		title: 'STP: a loop of two cables is made safe',
		nodes: {
			h1,
			h2,
			sw1: { kind: 'switch', bridge: stp, interfaces: { p1: '', p2: '', p3: '' } },
			sw2: { kind: 'switch', bridge: stp, interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw1:p1', 'h2:eth0 sw2:p1', 'sw1:p2 sw2:p2', 'sw1:p3 sw2:p3'],
		inputs: [
			['0s sw1', up('br0')],
			['700ms sw2', up('br0')],
			['6500ms h1', { do: 'ping', to: '10.0.0.2', count: 2, interval: '200ms' }]
		],
		until: '7500ms'
	}),
	kernelLab({
		title: 'STP: three bridges in a ring elect the one with the lowest priority',
		nodes: {
			h1,
			h2,
			h3,
			sw1: { kind: 'switch', bridge: stp, interfaces: { p1: '', p2: '', p3: '' } },
			sw2: { kind: 'switch', bridge: stp, interfaces: { p1: '', p2: { port: { cost: 19 } }, p3: '' } },
			sw3: { kind: 'switch', bridge: { ...stp, priority: 4096 }, interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['h1:eth0 sw1:p1', 'h2:eth0 sw2:p1', 'h3:eth0 sw3:p1', 'sw1:p2 sw2:p2', 'sw2:p3 sw3:p3', 'sw1:p3 sw3:p2'],
		inputs: [
			['0s sw3', up('br0')],
			['2500ms sw1', up('br0')],
			['2700ms sw2', up('br0')],
			['7700ms h1', { do: 'ping', to: '10.0.0.2' }],
			['7850ms h2', { do: 'ping', to: '10.0.0.3' }]
		],
		// Before the root speaks again.
		until: '7980ms'
	}),
	kernelLab({
		title: 'STP: the root goes, and after the maximum age another takes its place',
		nodes: {
			h2,
			h3,
			sw1: { kind: 'switch', bridge: stp, interfaces: { p1: '' } },
			mid: { kind: 'switch', interfaces: { p1: '', p2: '' } },
			sw2: { kind: 'switch', bridge: stp, interfaces: { p1: '', p2: '', p3: '' } }
		},
		links: ['sw1:p1 mid:p1', 'sw2:p1 mid:p2', 'h2:eth0 sw2:p2', 'h3:eth0 sw2:p3'],
		inputs: [
			['0s sw1', up('br0')],
			['300ms sw2', up('br0')],
			['5300ms sw1', down('br0')],
			['12600ms h2', { do: 'ping', to: '10.0.0.3' }]
		],
		until: '12900ms'
	})
];
