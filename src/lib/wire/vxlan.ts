/** VXLAN (RFC 7348): 8 bytes between UDP and an Ethernet frame. */
import { setU32, u32 } from './bytes.ts';

export const VXLAN_PORT = 4789;
export const VXLAN_HEADER_LENGTH = 8;

/** Offsets of the fields. */
const FLAGS = 0;
const VNI = 4;

/** The I flag, the only one: the VNI is valid. */
const FLAGS_VNI = 0x08000000;

export function vxlanVni(b: Uint8Array, at: number): number {
	return u32(b, at + VNI) >>> 8;
}

/** Whether a header that says its VNI, and an Ethernet header behind it, stand between `at` and `end`. */
export function checkVxlan(b: Uint8Array, at: number, end: number): boolean {
	return end - at >= VXLAN_HEADER_LENGTH + 14 && (u32(b, at + FLAGS) & FLAGS_VNI) !== 0;
}

export function writeVxlan(b: Uint8Array, at: number, vni: number): void {
	setU32(b, at + FLAGS, FLAGS_VNI);
	setU32(b, at + VNI, vni * 256);
}
