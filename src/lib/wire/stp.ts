/** Bridge protocol data units of the spanning tree (IEEE 802.1D-1998, clause 9), behind an 802.2 header (LLC). */
import { setU16, setU32, u16, u32 } from './bytes.ts';

/** 01:80:c2:00:00:00, the bridge group address: all that speak STP. */
export const BRIDGE_GROUP_MAC = 0x0180c2000000;

/** DSAP 0x42, SSAP 0x42, unnumbered information. */
export const LLC_LENGTH = 3;
export const LLC_SAP_STP = 0x42;
const LLC_UI = 0x03;

export const BPDU_CONFIG = 0x00;
export const BPDU_TCN = 0x80;
export const CONFIG_LENGTH = 35;
export const TCN_LENGTH = 4;

/** Offsets in a BPDU. */
const TYPE = 3;
const FLAGS = 4;
const ROOT = 5;
const COST = 13;
const BRIDGE = 17;
const PORT = 25;
const MESSAGE_AGE = 27;
const MAX_AGE = 29;
const HELLO_TIME = 31;
const FORWARD_DELAY = 33;

const FLAG_TOPOLOGY_CHANGE = 0x01;
const FLAG_TOPOLOGY_CHANGE_ACK = 0x80;

export interface ConfigBpdu {
	topologyChange: boolean;
	topologyChangeAck: boolean;
	/** Bridge ids: 16 hexadecimal digits. */
	root: string;
	rootPathCost: number;
	bridge: string;
	port: number;
	/** Times in 1/256 s. */
	messageAge: number;
	maxAge: number;
	helloTime: number;
	forwardDelay: number;
}

/** Whether an LLC header with a BPDU of a known type stands between `at` and `end`. */
export function checkBpdu(b: Uint8Array, at: number, end: number): boolean {
	if (end - at < LLC_LENGTH + TCN_LENGTH) return false;
	const bpdu = at + LLC_LENGTH;
	if (b[at] !== LLC_SAP_STP || b[bpdu] !== 0 || b[bpdu + 1] !== 0 || b[bpdu + 2] !== 0) return false;
	if (b[bpdu + TYPE] === BPDU_TCN) return true;
	return b[bpdu + TYPE] === BPDU_CONFIG && end - bpdu >= CONFIG_LENGTH;
}

export function bpduType(b: Uint8Array, at: number): number {
	return b[at + LLC_LENGTH + TYPE];
}

function readId(b: Uint8Array, at: number): string {
	let text = '';
	for (let i = 0; i < 8; i++) text += b[at + i].toString(16).padStart(2, '0');
	return text;
}

function writeId(b: Uint8Array, at: number, id: string): void {
	for (let i = 0; i < 8; i++) b[at + i] = Number.parseInt(id.slice(2 * i, 2 * i + 2), 16);
}

/** @param at Of the LLC header. `checkBpdu` has said that it is a configuration BPDU. */
export function readConfigBpdu(b: Uint8Array, at: number): ConfigBpdu {
	const bpdu = at + LLC_LENGTH;
	return {
		topologyChange: (b[bpdu + FLAGS] & FLAG_TOPOLOGY_CHANGE) !== 0,
		topologyChangeAck: (b[bpdu + FLAGS] & FLAG_TOPOLOGY_CHANGE_ACK) !== 0,
		root: readId(b, bpdu + ROOT),
		rootPathCost: u32(b, bpdu + COST),
		bridge: readId(b, bpdu + BRIDGE),
		port: u16(b, bpdu + PORT),
		messageAge: u16(b, bpdu + MESSAGE_AGE),
		maxAge: u16(b, bpdu + MAX_AGE),
		helloTime: u16(b, bpdu + HELLO_TIME),
		forwardDelay: u16(b, bpdu + FORWARD_DELAY)
	};
}

function writeLlc(b: Uint8Array, at: number, type: number): number {
	b[at] = LLC_SAP_STP;
	b[at + 1] = LLC_SAP_STP;
	b[at + 2] = LLC_UI;
	const bpdu = at + LLC_LENGTH;
	b.fill(0, bpdu, bpdu + TYPE);
	b[bpdu + TYPE] = type;
	return bpdu;
}

/** LLC header and BPDU, `LLC_LENGTH + CONFIG_LENGTH` bytes. */
export function writeConfigBpdu(b: Uint8Array, at: number, config: ConfigBpdu): void {
	const bpdu = writeLlc(b, at, BPDU_CONFIG);
	b[bpdu + FLAGS] =
		(config.topologyChange ? FLAG_TOPOLOGY_CHANGE : 0) | (config.topologyChangeAck ? FLAG_TOPOLOGY_CHANGE_ACK : 0);
	writeId(b, bpdu + ROOT, config.root);
	setU32(b, bpdu + COST, config.rootPathCost);
	writeId(b, bpdu + BRIDGE, config.bridge);
	setU16(b, bpdu + PORT, config.port);
	setU16(b, bpdu + MESSAGE_AGE, config.messageAge);
	setU16(b, bpdu + MAX_AGE, config.maxAge);
	setU16(b, bpdu + HELLO_TIME, config.helloTime);
	setU16(b, bpdu + FORWARD_DELAY, config.forwardDelay);
}

/** LLC header and BPDU, `LLC_LENGTH + TCN_LENGTH` bytes. */
export function writeTcnBpdu(b: Uint8Array, at: number): void {
	writeLlc(b, at, BPDU_TCN);
}

/** "8000.02:00:00:00:00:01" of a bridge id. */
export function formatBridgeId(id: string): string {
	return `${id.slice(0, 4)}.${id.slice(4).replace(/(..)(?=.)/g, '$1:')}`;
}
