/** How conntrack follows a TCP connection by its flags (net/netfilter/nf_conntrack_proto_tcp.c, tcp_conntracks). */
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../../../wire/tcp.ts';
import type { Sysctls } from '../../sysctl.ts';

const names: Record<string, string> = {
	NO: 'NONE',
	SS: 'SYN_SENT',
	SR: 'SYN_RECV',
	ES: 'ESTABLISHED',
	FW: 'FIN_WAIT',
	CW: 'CLOSE_WAIT',
	LA: 'LAST_ACK',
	TW: 'TIME_WAIT',
	CL: 'CLOSE',
	S2: 'SYN_SENT2',
	IV: 'INVALID',
	IG: 'IGNORE'
};
const columns = [
	'NONE',
	'SYN_SENT',
	'SYN_RECV',
	'ESTABLISHED',
	'FIN_WAIT',
	'CLOSE_WAIT',
	'LAST_ACK',
	'TIME_WAIT',
	'CLOSE',
	'SYN_SENT2'
];

/** Rows: what the segment is; columns: the state so far. */
const original: Record<string, string> = {
	syn: 'SS SS IG IG IG IG IG SS SS S2',
	synack: 'IV IV SR IV IV IV IV IV IV SR',
	fin: 'IV IV FW FW LA LA LA TW CL IV',
	ack: 'ES IV ES ES CW CW TW TW CL IV',
	rst: 'IV CL CL CL CL CL CL CL CL CL',
	none: 'IV IV IV IV IV IV IV IV IV IV'
};
const reply: Record<string, string> = {
	syn: 'IV S2 IV IV IV IV IV SS IV S2',
	synack: 'IV SR IG IG IG IG IG IG IG SR',
	fin: 'IV IV FW FW LA LA LA TW CL IV',
	ack: 'IV IG SR ES CW CW TW TW CL IG',
	rst: 'IV CL CL CL CL CL CL CL CL CL',
	none: 'IV IV IV IV IV IV IV IV IV IV'
};

function expand(table: Record<string, string>): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(table).map(([row, cells]) => [row, cells.split(' ').map((cell) => names[cell])])
	);
}

const tables = { original: expand(original), reply: expand(reply) };

export type Row = 'syn' | 'synack' | 'fin' | 'ack' | 'rst' | 'none';

/** What a segment is to the state table (get_conntrack_index). */
export function rowOf(flags: number): Row {
	if (flags & TCP_RST) return 'rst';
	if (flags & TCP_SYN) return flags & TCP_ACK ? 'synack' : 'syn';
	if (flags & TCP_FIN) return 'fin';
	return flags & TCP_ACK ? 'ack' : 'none';
}

/** The state after a segment; "INVALID": not of this connection, "IGNORE": no change. */
export function nextTcpState(state: string, row: Row, isReply: boolean): string {
	return tables[isReply ? 'reply' : 'original'][row][Math.max(0, columns.indexOf(state))];
}

/** ns that a connection in `state` is kept. */
export function tcpTimeout(sysctls: Sysctls, state: string): number {
	switch (state) {
		case 'SYN_SENT':
		case 'SYN_SENT2':
			return sysctls.ctTcpSynSent;
		case 'SYN_RECV':
			return sysctls.ctTcpSynRecv;
		case 'ESTABLISHED':
			return sysctls.ctTcpEstablished;
		case 'FIN_WAIT':
			return sysctls.ctTcpFinWait;
		case 'CLOSE_WAIT':
			return sysctls.ctTcpCloseWait;
		case 'LAST_ACK':
			return sysctls.ctTcpLastAck;
		case 'TIME_WAIT':
			return sysctls.ctTcpTimeWait;
		default:
			return sysctls.ctTcpClose;
	}
}
