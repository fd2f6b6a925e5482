/** Linux's numbers for TCP. Times in ns, lengths in bytes. */

export const MS = 1_000_000;
export const SECOND = 1000 * MS;

/** TCP_TIMEOUT_INIT, TCP_RTO_MIN, TCP_RTO_MAX (include/net/tcp.h) */
export const TIMEOUT_INITIAL = SECOND;
export const TIMEOUT_MIN = 200 * MS;
export const TIMEOUT_MAX = 120 * SECOND;
/** Two jiffies at 250 Hz (TCP_TIMEOUT_MIN): what a probe waits beyond the round trips. */
export const PROBE_SLACK = 8 * MS;
/** net.ipv4.tcp_syn_linear_timeouts: so many SYNs are repeated without doubling. */
export const SYN_LINEAR_TIMEOUTS = 4;
/** TCP_TIMEWAIT_LEN */
export const TIME_WAIT = 60 * SECOND;

/** TCP_ATO_MIN, TCP_DELACK_MIN and TCP_DELACK_MAX */
export const ACK_TIMEOUT_MIN = 40 * MS;
export const ACK_DELAY_MAX = 200 * MS;
/** A delay of 0 jiffies still waits for the next tick. */
export const TICK = 4 * MS;
/** TCP_MAX_QUICKACKS */
export const QUICK_MAX = 16;

/** A round trip is never counted as less, not even on links without delay. */
export const RTT_FLOOR = 1000;

export const HEADER = 20;
/** NOP, NOP, timestamps: in every segment of a connection that uses them. */
export const TIMESTAMP_OPTION = 12;
/** TCP_MSS_DEFAULT: of a peer that doesn't say its own. */
export const MSS_DEFAULT = 536;
/** TCP_MIN_MSS */
export const MSS_MIN = 88;
/** TCP_INIT_CWND, segments */
export const INITIAL_WINDOW = 10;
/** net.ipv4.tcp_reordering */
export const REORDERING = 3;

/** net.ipv4.tcp_rmem: default and maximum. */
export const RECEIVE_BUFFER = 131_072;
export const RECEIVE_BUFFER_MAX = 6_291_456;
/**
 * net.ipv4.tcp_wmem's maximum. Linux makes a program that writes more than its send buffer wait; here the whole write is
 * taken at once up to this limit.
 */
export const SEND_BUFFER_MAX = 4_194_304;

/** net.ipv4.tcp_invalid_ratelimit */
export const CHALLENGE_INTERVAL = 500 * MS;

/**
 * ns from data's arrival to the program's reading it: what else arrives meanwhile is in the buffer first. A little more than
 * a system call takes, so that what the peer's program does after its write has come too.
 */
export const READ_DELAY = 10_100;

/** ns from one burst of a write to the next: what needs no time has happened in between. */
export const BURST_PAUSE = 1;
