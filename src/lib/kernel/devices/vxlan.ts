/**
 * VXLAN: carries Ethernet frames to other hosts inside UDP packets (drivers/net/vxlan/vxlan_core.c; RFC 7348). Which host a
 * MAC is behind stands in a table, set or learnt; what is for all, or for nobody known, goes to every host of the list.
 */
import {
	etherDestination,
	etherSource,
	etherType,
	ETHERTYPE_IPV4,
	HEADER_LENGTH,
	isGroupMac
} from '../../wire/ethernet.ts';
import {
	checkIpv4,
	ipv4Destination,
	ipv4HeaderLength,
	ipv4Source,
	ipv4Tos,
	MIN_HEADER_LENGTH,
	PROTOCOL_UDP
} from '../../wire/ipv4.ts';
import { UDP_HEADER_LENGTH, udpLength, writeUdp } from '../../wire/udp.ts';
import { checkVxlan, VXLAN_HEADER_LENGTH, vxlanVni, writeVxlan } from '../../wire/vxlan.ts';
import type { Kernel } from '../context.ts';
import { drop } from '../drop.ts';
import { createIp, nextIpId, output } from '../ip/output.ts';
import { routeOutput, updatePathMtu } from '../ip/route.ts';
import type { Netns } from '../netns.ts';
import { allocate, clone, L3, release, type Packet } from '../packet.ts';
import { tunnelSourcePort } from '../sockets/sender-hash.ts';
import { bind, createSocket, destroySocket } from '../sockets/socket.ts';
import { netifRx } from './backlog.ts';
import type { Device } from './device.ts';
import type { DeviceType } from './types.ts';

interface VxlanFdbEntry {
	mac: number;
	/** Hosts that it is behind; several for the list of all. */
	remotes: number[];
	/** A person's: it does not age, and nothing that is heard changes it. */
	static: boolean;
	/** ns, last heard or sent to. */
	used: number;
}

export interface VxlanSettings {
	id: number;
	/** 0: by the route. */
	local: number;
	/** 0: none. */
	remote: number;
	port: number;
	/** 0: net.ipv4.ip_default_ttl. */
	ttl: number;
	learning: boolean;
	/** ns */
	ageing: number;
	checksum: boolean;
	fdb: { mac: number; remote: number }[];
}

interface Vxlan extends VxlanSettings {
	/** ifindex that outer packets to `remote` leave by; 0: by the route. */
	lower: number;
	table: Map<number, VxlanFdbEntry>;
	/** The socket that listens while it is up; 0: none. */
	socket: number;
	/** ns, when old entries are thrown out next (vxlan_cleanup). */
	cleanAt: number;
}

/** The list of all: an entry for this MAC. */
const ALL = 0;
/** 127.0.0.1 */
const LOOPBACK = 0x7f000001;
/** ns between clean-ups (FDB_AGE_INTERVAL). */
const CLEAN_INTERVAL = 10_000_000_000;
const HEADERS = MIN_HEADER_LENGTH + UDP_HEADER_LENGTH + VXLAN_HEADER_LENGTH;
const ECN_MASK = 3;
/** ECT(0): what "congestion experienced" becomes outside (INET_ECN_encapsulate). */
const ECN_ECT_0 = 2;

function own(device: Device): Vxlan {
	return device.own as Vxlan;
}

/** The table as `bridge fdb show` lists it, for a person: entries with their hosts. */
export function vxlanEntries(device: Device, now: number): VxlanFdbEntry[] {
	const state = own(device);
	return [...state.table.values()].filter(
		(entry) => entry.static || now < state.cleanAt || now - entry.used < state.ageing
	);
}

/** vxlan_find_mac, after the clean-ups that were due. */
function find(state: Vxlan, mac: number, now: number): VxlanFdbEntry | null {
	if (now >= state.cleanAt) {
		for (const [key, entry] of state.table)
			if (!entry.static && now - entry.used >= state.ageing) state.table.delete(key);
		state.cleanAt += Math.ceil((now + 1 - state.cleanAt) / CLEAN_INTERVAL) * CLEAN_INTERVAL;
	}
	return state.table.get(mac) ?? null;
}

/** vxlan_xmit. Owns the packet. */
function transmit(k: Kernel, ns: Netns, device: Device, packet: Packet): void {
	const state = own(device);
	const destination = etherDestination(packet.bytes, 0);
	const known = find(state, destination, k.now);
	const entry = known ?? find(state, ALL, k.now);
	if (known !== null) known.used = k.now;
	if (k.rec.on) {
		k.rec.step(ns, 'device', 'pass', packet, {
			kind: 'vxlan-send',
			dev: device.name,
			vni: state.id,
			mac: destination,
			group: isGroupMac(destination),
			known: known !== null,
			static: entry?.static ?? false,
			remotes: entry?.remotes ?? []
		});
	}
	if (entry === null) return drop(k, ns, 'device', packet, 'vxlan-no-remote', device.name);
	const [first, ...rest] = entry.remotes;
	// The first of the list comes last.
	for (const remote of rest) encapsulate(k, ns, device, packet, remote, outputOf(state, entry, remote));
	encapsulate(k, ns, device, packet, first, outputOf(state, entry, first));
	release(packet);
}

/** Only the remote that the tunnel was made with goes by the tunnel's device; others as the routes say (rdst->remote_ifindex). */
function outputOf(state: Vxlan, entry: VxlanFdbEntry, remote: number): number {
	return entry.mac === ALL && remote === state.remote ? state.lower : 0;
}

/** vxlan_xmit_one. The packet is only lent. @param oif ifindex that the outer packet leaves by; 0: by the route. */
function encapsulate(k: Kernel, ns: Netns, device: Device, inner: Packet, remote: number, oif: number): void {
	const state = own(device);
	const found = routeOutput(ns, remote, state.local, oif);
	if (found.errno !== '' || found.route === null || found.route.dev === device.index) {
		const copy = allocate(inner.length);
		copy.bytes.set(inner.bytes.subarray(0, inner.length));
		copy.cause = inner.cause;
		copy.flow = inner.flow;
		return drop(k, ns, 'device', copy, 'vxlan-no-route', device.name);
	}
	if (found.route.type === 'local') return bypass(k, ns, device, inner);
	tellPathMtu(k, ns, inner, (ns.devices[found.route.dev]?.mtu ?? Infinity) - HEADERS - HEADER_LENGTH);
	const length = UDP_HEADER_LENGTH + VXLAN_HEADER_LENGTH + inner.length;
	const packet = createIp(
		ns,
		length,
		PROTOCOL_UDP,
		found.source,
		remote,
		state.ttl,
		outerTos(inner),
		false,
		nextIpId(ns)
	);
	const at = L3 + MIN_HEADER_LENGTH;
	const vxlan = at + UDP_HEADER_LENGTH;
	packet.bytes.set(inner.bytes.subarray(0, inner.length), vxlan + VXLAN_HEADER_LENGTH);
	writeVxlan(packet.bytes, vxlan, state.id);
	writeUdp(packet.bytes, at, tunnelSourcePort(inner), state.port, length, found.source, remote);
	if (!state.checksum) packet.bytes.fill(0, at + 6, at + 8);
	packet.cause = inner.cause;
	packet.flow = inner.flow;
	packet.hop = inner.hop;
	packet.outer = true;
	output(k, ns, packet, oif);
}

/**
 * encap_bypass_if_local and vxlan_encap_bypass: the endpoint is this very host, so the frame goes to the tunnel that listens
 * here without ever being packed; who sent it is learnt behind 127.0.0.1. The packet is only lent.
 */
function bypass(k: Kernel, ns: Netns, device: Device, inner: Packet): void {
	const copy = clone(inner);
	const to = deviceOf(ns, own(device).id);
	if (to === null) return drop(k, ns, 'device', copy, 'vxlan-no-vni', device.name, String(own(device).id));
	if (k.rec.on) k.rec.step(ns, 'device', 'pass', copy, { kind: 'vxlan-bypass', dev: device.name, to: to.name });
	if (own(to).learning) learn(k, ns, to, etherSource(copy.bytes, 0), LOOPBACK, copy);
	netifRx(k, ns, to, copy);
}

/** Whoever sends here hears that less fits in than it thought (skb_tunnel_check_pmtu); the packet goes in pieces all the same. */
function tellPathMtu(k: Kernel, ns: Netns, inner: Packet, mtu: number): void {
	if (inner.length - HEADER_LENGTH <= mtu || inner.route === null || etherType(inner.bytes, 0) !== ETHERTYPE_IPV4)
		return;
	updatePathMtu(k, ns, ipv4Destination(inner.bytes, L3), ipv4Source(inner.bytes, L3), mtu);
}

/** ip_tunnel_ecn_encap: congestion is told outside too. */
function outerTos({ bytes, length }: Packet): number {
	if (etherType(bytes, 0) !== ETHERTYPE_IPV4 || !checkIpv4(bytes, L3, length)) return 0;
	const ecn = ipv4Tos(bytes, L3) & ECN_MASK;
	return ecn === ECN_MASK ? ECN_ECT_0 : ecn;
}

/** vxlan_rcv: a datagram has come to the tunnel's port. Owns the packet. */
export function vxlanReceive(k: Kernel, ns: Netns, packet: Packet): void {
	const { bytes } = packet;
	const udp = L3 + ipv4HeaderLength(bytes, L3);
	const at = udp + UDP_HEADER_LENGTH;
	const end = udp + udpLength(bytes, udp);
	const dev = ns.devices[packet.input]?.name ?? '';
	if (!checkVxlan(bytes, at, end)) return drop(k, ns, 'socket', packet, 'bad-frame', dev);
	const vni = vxlanVni(bytes, at);
	const device = deviceOf(ns, vni);
	if (device === null) return drop(k, ns, 'socket', packet, 'vxlan-no-vni', dev, String(vni));
	const remote = ipv4Source(bytes, L3);
	const frame = at + VXLAN_HEADER_LENGTH;
	const inner = allocate(end - frame);
	inner.bytes.set(bytes.subarray(frame, end));
	inner.cause = packet.cause;
	inner.flow = packet.flow;
	inner.hop = packet.hop;
	inner.crossed = packet.crossed;
	inner.senderHash = packet.senderHash;
	release(packet);
	const source = etherSource(inner.bytes, 0);
	if (k.rec.on) {
		k.rec.step(ns, 'device', 'pass', inner, { kind: 'vxlan-receive', dev: device.name, vni, remote, source });
	}
	// A frame of its own has come back.
	if (source === device.mac) return drop(k, ns, 'device', inner, 'vxlan-loop', device.name);
	if (own(device).learning && !learn(k, ns, device, source, remote, inner))
		return drop(k, ns, 'device', inner, 'vxlan-moved', device.name);
	netifRx(k, ns, device, inner);
}

/** vxlan_err_lookup */
export function vxlanIsOurs(ns: Netns, bytes: Uint8Array, at: number, end: number): boolean {
	return checkVxlan(bytes, at, end) && deviceOf(ns, vxlanVni(bytes, at)) !== null;
}

function deviceOf(ns: Netns, vni: number): Device | null {
	for (const device of ns.devices) {
		if (device?.kind === 'vxlan' && device.up && own(device).id === vni && own(device).socket !== 0) return device;
	}
	return null;
}

/** vxlan_snoop. False: the frame contradicts an entry that somebody has set. */
function learn(k: Kernel, ns: Netns, device: Device, mac: number, remote: number, packet: Packet): boolean {
	if (isGroupMac(mac) || mac === 0) return false;
	const state = own(device);
	const known = find(state, mac, k.now);
	if (known !== null) {
		known.used = k.now;
		if (known.remotes[0] === remote) return true;
		if (known.static) return false;
	}
	const was = known?.remotes[0] ?? 0;
	if (known === null) state.table.set(mac, { mac, remotes: [remote], static: false, used: k.now });
	else known.remotes[0] = remote;
	if (k.rec.on) k.rec.step(ns, 'device', 'note', packet, { kind: 'vxlan-learn', dev: device.name, mac, remote, was });
	return true;
}

/** What a person has set: the list of all, and single MACs. Learnt entries stay. */
function setTable(state: Vxlan, now: number): void {
	for (const [mac, entry] of state.table) if (entry.static) state.table.delete(mac);
	const wanted = state.remote === 0 ? state.fdb : [{ mac: ALL, remote: state.remote }, ...state.fdb];
	for (const { mac, remote } of wanted) {
		const entry = state.table.get(mac);
		if (entry?.static) {
			// What is there already is not there twice (vxlan_fdb_append).
			if (!entry.remotes.includes(remote)) entry.remotes.push(remote);
		} else state.table.set(mac, { mac, remotes: [remote], static: true, used: now });
	}
}

/** The socket is there while a tunnel on its port is up (vxlan_open, vxlan_stop). */
export function vxlanNotified(_k: Kernel, ns: Netns, device: Device): void {
	if (device.kind !== 'vxlan' || device.own === null) return;
	const state = own(device);
	if (device.up === (state.socket !== 0)) return;
	if (!device.up) return closeSocket(ns, device);
	const shared = ns.devices.find(
		(one) => one?.kind === 'vxlan' && one.own !== null && own(one).port === state.port && own(one).socket !== 0
	);
	if (shared) {
		state.socket = own(shared).socket;
		return;
	}
	const socket = createSocket(ns.sockets, 'udp', -1, -1);
	socket.encapsulation = 'vxlan';
	if (bind(ns.sockets, socket, 0, state.port)) state.socket = socket.id;
	else destroySocket(ns.sockets, socket);
}

function closeSocket(ns: Netns, device: Device): void {
	const state = own(device);
	const id = state.socket;
	state.socket = 0;
	for (const [mac, entry] of state.table) if (!entry.static) state.table.delete(mac);
	if (ns.devices.some((one) => one?.kind === 'vxlan' && one.own !== null && own(one).socket === id)) return;
	const socket = ns.sockets.all.get(id);
	if (socket) destroySocket(ns.sockets, socket);
}

export const vxlan: DeviceType = {
	transmit,
	carrier: () => true,
	configure(k, ns, device, settings) {
		const before = device.own === null ? null : own(device);
		const { port } = settings as VxlanSettings;
		if (before !== null && before.port !== port && before.socket !== 0) closeSocket(ns, device);
		const state: Vxlan = {
			...(settings as VxlanSettings),
			lower: before?.lower ?? 0,
			table: before?.table ?? new Map(),
			socket: before?.socket ?? 0,
			cleanAt: before?.cleanAt ?? k.now + CLEAN_INTERVAL
		};
		device.own = state;
		setTable(state, k.now);
		vxlanNotified(k, ns, device);
	},
	complete(_k, _ns, device, _settings, lower) {
		own(device).lower = lower?.dev ?? 0;
	},
	remove: (_k, ns, device) => closeSocket(ns, device)
};
