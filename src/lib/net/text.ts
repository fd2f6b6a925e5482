/** Text <-> numbers at the edges: what a lab document, a command or a person writes. */
export {
	formatCidr,
	formatIpv4,
	formatOwnCidr,
	isCidr,
	isIpv4,
	isOwnCidr,
	parseCidr,
	parseIpv4,
	parseOwnCidr,
	type Cidr
} from './ipv4.ts';
export { formatMac, isMac, parseMac } from './mac.ts';
export { isRate, parseRate } from './rate.ts';
export { formatDuration, formatTime, isTime, parseTime } from './time.ts';
