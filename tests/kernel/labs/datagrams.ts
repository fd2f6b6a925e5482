/** UDP: whose socket it is, and datagrams that are not quite right. */
import { letters, macOf, udpFrame, type Way } from '../frames.ts';
import { kernelLab } from '../notation.ts';

const h1 = { interfaces: { eth0: '10.0.1.1/24', eth1: '10.0.2.1/24' } };
const wires = ['h1:eth0 h2:eth0', 'h1:eth1 h2:eth1'];
const there: Way = { fromMac: macOf(1), toMac: macOf(2), from: '10.0.1.1', to: '10.0.1.2' };
const byHand = (when: string, bytes: string): [string, { do: 'frame'; interface: string; bytes: string }] => [
	`${when} h1`,
	{ do: 'frame', interface: 'eth0', bytes }
];

/** Two bytes of the UDP header, as hexadecimal digits, instead of what stands there. */
function edited(frame: string, offset: number, value: string): string {
	const at = 2 * (34 + offset);
	return frame.slice(0, at) + value + frame.slice(at + value.length);
}

export const datagrams = [
	kernelLab({
		title: 'UDP sockets bound to an address, to an interface and to neither: the most specific one is asked',
		nodes: {
			h1,
			h2: {
				interfaces: { eth0: '10.0.1.2/24 10.0.1.3/24', eth1: '10.0.2.2/24' },
				services: [
					{ kind: 'udp-echo', port: 7, address: '10.0.1.2' },
					{ kind: 'udp-echo', port: 8, interface: 'eth0' },
					{ kind: 'udp-echo', port: 9, address: '10.0.2.2', interface: 'eth1' }
				]
			}
		},
		links: wires,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.1.2', port: 7 }],
			['100ms h1', { do: 'udp', to: '10.0.1.3', port: 7 }],
			['200ms h1', { do: 'udp', to: '10.0.2.2', port: 7 }],
			['300ms h1', { do: 'udp', to: '10.0.1.2', port: 8 }],
			['400ms h1', { do: 'udp', to: '10.0.1.3', port: 8 }],
			['500ms h1', { do: 'udp', to: '10.0.2.2', port: 8 }],
			['600ms h1', { do: 'udp', to: '10.0.2.2', port: 9 }],
			['700ms h1', { do: 'udp', to: '10.0.1.2', port: 9 }]
		]
	}),
	kernelLab({
		title: 'UDP without a checksum, with a wrong one, and with lengths that are not right',
		nodes: {
			h1,
			h2: { interfaces: { eth0: '10.0.1.2/24', eth1: '10.0.2.2/24' }, services: [{ kind: 'udp-echo', port: 7 }] }
		},
		links: wires,
		inputs: [
			['0s h1', { do: 'udp', to: '10.0.1.2', port: 7 }],
			byHand('100ms', udpFrame(there, 4000, 7, letters(20), { checksum: false })),
			byHand('150ms', edited(udpFrame(there, 4000, 7, letters(20)), 6, '1234')),
			byHand('200ms', edited(udpFrame(there, 4000, 7, letters(20), { checksum: false }), 4, '0010')),
			byHand('250ms', edited(udpFrame(there, 4000, 7, letters(20), { checksum: false }), 4, '0004')),
			byHand('300ms', edited(udpFrame(there, 4000, 7, letters(20), { checksum: false }), 4, '0000')),
			byHand('350ms', edited(udpFrame(there, 4000, 7, letters(20), { checksum: false }), 4, '0040')),
			byHand('400ms', udpFrame(there, 4000, 7, new Uint8Array(0))),
			byHand('450ms', udpFrame(there, 0, 7, letters(4))),
			byHand('500ms', edited(udpFrame(there, 4000, 9, letters(20)), 6, '1234')),
			byHand('550ms', udpFrame(there, 4000, 9, letters(20), { checksum: false })),
			byHand('600ms', udpFrame({ ...there, to: '10.0.1.255', toMac: 'ff:ff:ff:ff:ff:ff' }, 4000, 7, letters(5)))
		]
	})
];
