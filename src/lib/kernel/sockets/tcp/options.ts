/** Which options our segments have (net/ipv4/tcp_output.c, tcp_syn_options and tcp_established_options). */
import { noTcpOptions, type TcpOptions } from '../../../wire/tcp-options.ts';
import type { TcpState } from './state.ts';

/** @param answer A SYN-ACK offers only what the SYN offered. */
export function synOptions(t: TcpState, clock: number, answer: boolean): TcpOptions {
	const options = noTcpOptions();
	options.mss = t.receive.advertisedMss;
	if (!answer || t.scaling) options.windowScale = t.receive.scale;
	if (!answer || t.sackPermitted) options.sackPermitted = true;
	if (!answer || t.timestamps) stamp(options, clock, t.recentTimestamp);
	return options;
}

export function establishedOptions(t: TcpState, clock: number): TcpOptions {
	const options = noTcpOptions();
	if (t.timestamps) stamp(options, clock, t.recentTimestamp);
	if (t.duplicateSack !== null) options.sack.push(t.duplicateSack);
	options.sack.push(...t.sacks);
	return options;
}

function stamp(options: TcpOptions, clock: number, echo: number): void {
	options.timestamps = true;
	options.timestamp = clock;
	options.timestampEcho = echo;
}
