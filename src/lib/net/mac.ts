/** MAC addresses as text at the edges; inside, a MAC is a 48-bit number: too wide for bit operators, exact as a double. */

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** Six pairs of hexadecimal digits with colons, in either case. */
export function isMac(text: string): boolean {
	return MAC.test(text);
}

/** Throws an Error that names the text when it is not a MAC address. */
export function parseMac(text: string): number {
	if (!isMac(text)) throw new Error(`${text} is not a MAC address, such as 02:00:00:00:00:01`);
	return Number.parseInt(text.replaceAll(':', ''), 16);
}

/** Lower case with colons, as `ip link` prints it. */
export function formatMac(mac: number): string {
	const hex = mac.toString(16).padStart(12, '0');
	return `${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}:${hex.slice(10, 12)}`;
}
