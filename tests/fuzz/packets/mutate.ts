/** Frames that are nearly right: one or a few changes, mostly with the checksums made right again, so that deeper code is reached. */
import { setU16, setU32, u16, u32 } from '../../../src/lib/wire/bytes.ts';
import { checksum, pseudoHeaderSum } from '../../../src/lib/wire/checksum.ts';

type Draw = () => number;

const ETHERNET = 14;
const IPV4 = 0x0800;
const ARP = 0x0806;
const TCP = 6;
const UDP = 17;
const ICMP = 1;

/** Values at which length checks and sign bits turn. */
const EDGES = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 19, 20, 21, 27, 28, 31, 40, 59, 60, 63, 64, 127, 128, 255];
const EDGES_16 = [
	...EDGES,
	256,
	511,
	512,
	1023,
	1480,
	1500,
	0x1fff,
	0x2000,
	0x3fff,
	0x4000,
	0x7fff,
	0x8000,
	0xfffe,
	0xffff
];

/** Another frame made of `frame`, which stays as it is. */
export function mutate(frame: Uint8Array, draw: Draw, corpus: readonly Uint8Array[]): Uint8Array {
	const pick = <T>(list: readonly T[]): T => list[draw() % list.length];
	let b: Uint8Array = frame.slice();
	if (draw() % 10 === 0) return b;
	const changes = 1 + (draw() % 3);
	for (let i = 0; i < changes; i++) {
		switch (draw() % 12) {
			case 0:
				flip(b, draw);
				break;
			case 1:
				b = b.slice(0, draw() % (b.length + 1));
				break;
			case 2:
				b = extended(b, draw);
				break;
			case 3:
				b = crossed(b, pick(corpus), draw);
				break;
			case 4:
			case 5:
			case 6:
				if (b.length >= ETHERNET + 20 && u16(b, 12) === IPV4) b = editIpv4(b, draw, pick);
				else if (b.length > ETHERNET) b[ETHERNET + (draw() % (b.length - ETHERNET))] = pick(EDGES);
				break;
			default:
				if (b.length >= ETHERNET + 24 && u16(b, 12) === IPV4) editTransport(b, draw, pick);
				else if (b.length >= ETHERNET + 28 && u16(b, 12) === ARP) editArp(b, draw, pick);
				else flip(b, draw);
		}
	}
	if (draw() % 5 !== 0) mendChecksums(b, draw);
	return b;
}

function flip(b: Uint8Array, draw: Draw): void {
	for (let i = draw() % 4; i >= 0 && b.length > 0; i--) b[draw() % b.length] ^= 1 << (draw() & 7);
}

function extended(b: Uint8Array, draw: Draw): Uint8Array {
	const more = new Uint8Array(b.length + 1 + (draw() % (draw() % 8 === 0 ? 9000 : 60)));
	more.set(b);
	for (let i = b.length; i < more.length; i++) more[i] = draw();
	return more;
}

/** The beginning of one and the end of another. */
function crossed(b: Uint8Array, other: Uint8Array, draw: Draw): Uint8Array {
	const at = draw() % (Math.min(b.length, other.length) + 1);
	const mixed = new Uint8Array(other.length);
	mixed.set(other);
	mixed.set(b.subarray(0, at));
	return mixed;
}

function editIpv4(b: Uint8Array, draw: Draw, pick: <T>(list: readonly T[]) => T): Uint8Array {
	const ip = ETHERNET;
	switch (draw() % 9) {
		case 0:
			b[ip] = 0x40 | (draw() & 15);
			break;
		case 1:
			setU16(b, ip + 2, draw() & 1 ? pick(EDGES_16) : u16(b, ip + 2) + (draw() % 17) - 8);
			break;
		case 2:
			setU16(b, ip + 6, draw() & 1 ? (draw() & 0x2000) | (draw() % 8) : pick(EDGES_16));
			break;
		case 3:
			b[ip + 8] = pick([0, 1, 2, 64, 255]);
			break;
		case 4:
			b[ip + 9] = pick([ICMP, TCP, UDP, 2, 4, 47, 132, 255]);
			break;
		case 5:
			setU32(
				b,
				ip + 12 + 4 * (draw() & 1),
				pick([0, 0xffffffff, 0x7f000001, 0xe0000001, 0x0a0000ff, u32(b, ip + 12), u32(b, ip + 16), draw()])
			);
			break;
		case 6:
			b[ip + 1] = draw();
			break;
		default:
			return withOptions(b, draw, pick);
	}
	return b;
}

function withOptions(b: Uint8Array, draw: Draw, pick: <T>(list: readonly T[]) => T): Uint8Array {
	const words = 1 + (draw() % 10);
	const header = (b[ETHERNET] & 15) * 4;
	if (header !== 20) return b;
	const longer = new Uint8Array(b.length + words * 4);
	longer.set(b.subarray(0, ETHERNET + 20));
	longer.set(b.subarray(ETHERNET + 20), ETHERNET + 20 + words * 4);
	const end = ETHERNET + 20 + words * 4;
	for (let at = ETHERNET + 20; at < end; at++)
		longer[at] = pick([0, 1, 7, 68, 130, 131, 134, 137, 148, 3, 4, 5, 8, 12, draw() & 255]);
	if (draw() & 1) longer[ETHERNET + 21] = words * 4;
	if (draw() & 1) longer[ETHERNET + 22] = 4 + (draw() % 8);
	longer[ETHERNET] = 0x45 + words;
	setU16(longer, ETHERNET + 2, u16(b, ETHERNET + 2) + words * 4);
	return longer;
}

function editTransport(b: Uint8Array, draw: Draw, pick: <T>(list: readonly T[]) => T): void {
	const at = ETHERNET + (b[ETHERNET] & 15) * 4;
	const protocol = b[ETHERNET + 9];
	const room = b.length - at;
	const byte = (offset: number, value: number) => {
		if (offset < room) b[at + offset] = value;
	};
	const word = (offset: number, value: number) => {
		if (offset + 2 <= room) setU16(b, at + offset, value);
	};
	const near = (offset: number) => {
		if (offset + 4 > room) return;
		const by = pick([
			-100_000, -65_536, -1460, -100, -2, -1, 1, 2, 3, 100, 1460, 5000, 65_536, 100_000, 0x7fff_ffff, 0x8000_0000
		]);
		setU32(b, at + offset, (u32(b, at + offset) + by) >>> 0);
	};
	if (protocol === TCP) {
		switch (draw() % 8) {
			case 0:
				return byte(13, draw() & 0xff);
			case 1:
				return byte(13, pick([0x02, 0x12, 0x10, 0x18, 0x11, 0x19, 0x04, 0x14, 0x38, 0]));
			case 2:
				return near(4);
			case 3:
				return near(8);
			case 4:
				return byte(12, (draw() & 15) << 4);
			case 5:
				return word(14, pick(EDGES_16));
			case 6:
				return byte(20 + (draw() % 40), pick([0, 1, 2, 3, 4, 5, 8, 10, 18, 26, 34, 254, 255]));
			default:
				return word(pick([0, 2, 18]), draw() & 1 ? draw() & 0xffff : pick([7, 80, 53]));
		}
	}
	if (protocol === UDP) {
		if (draw() % 3 === 0) return word(4, pick(EDGES_16));
		if (draw() % 3 === 0) return word(pick([0, 2]), pick([7, 9, 53, 67, 68, 80, 0, 0xffff]));
		return byte(8 + (draw() % Math.max(1, room - 8)), pick([0, 1, 0xc0, 0xc0, 0x0c, 0x3f, 0x40, 0xff, draw() & 255]));
	}
	if (protocol === ICMP) {
		if (draw() % 3 === 0) return byte(0, pick([0, 3, 4, 5, 8, 9, 11, 12, 13, 14, 15, 17, 18, 42, 255]));
		if (draw() % 3 === 0) return byte(1, draw() % 20);
		if (draw() % 3 === 0) return word(6, pick(EDGES_16));
		return byte(8 + (draw() % Math.max(1, room - 8)), pick(EDGES));
	}
	byte(draw() % Math.max(1, room), pick(EDGES));
}

function editArp(b: Uint8Array, draw: Draw, pick: <T>(list: readonly T[]) => T): void {
	const at = ETHERNET + pick([0, 2, 4, 5, 6, 7, 8, 14, 17, 18, 24, 27]);
	b[at] = pick([...EDGES, draw() & 255]);
}

/** As many of them as the frame has room for. */
function mendChecksums(b: Uint8Array, draw: Draw): void {
	if (b.length < ETHERNET + 20 || u16(b, 12) !== IPV4) return;
	const header = (b[ETHERNET] & 15) * 4;
	if (header < 20 || ETHERNET + header > b.length) return;
	if (draw() & 1) {
		b[ETHERNET] = (b[ETHERNET] & 15) | 0x40;
		if (u16(b, ETHERNET + 2) > b.length - ETHERNET) setU16(b, ETHERNET + 2, b.length - ETHERNET);
	}
	const at = ETHERNET + header;
	const end = Math.min(b.length, ETHERNET + u16(b, ETHERNET + 2));
	const protocol = b[ETHERNET + 9];
	const pseudo = () => pseudoHeaderSum(u32(b, ETHERNET + 12), u32(b, ETHERNET + 16), protocol, end - at);
	const write = (offset: number, initial: number) => {
		if (at + offset + 2 > end) return;
		setU16(b, at + offset, 0);
		setU16(b, at + offset, checksum(b, at, end, initial));
	};
	if (protocol === TCP) write(16, pseudo());
	else if (protocol === UDP && draw() % 4 !== 0) write(6, pseudo());
	else if (protocol === ICMP) write(2, 0);
	setU16(b, ETHERNET + 10, 0);
	setU16(b, ETHERNET + 10, checksum(b, ETHERNET, at));
}
