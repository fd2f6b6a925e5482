/** One direction of a link that does more to frames than delay them, as plain data. */

export interface LinkWay {
	/** ns */
	delay: number;
	/** ns, more or less */
	jitter: number;
	normal: boolean;
	/** Shares, 0 to 1. */
	loss: number;
	duplicate: number;
	reorder: number;
	/** Gilbert-Elliott; null: `loss` counts. */
	gemodel: { p: number; r: number; bad: number; good: number } | null;
	/** Bits per second; 0: as fast as it goes. */
	rate: number;
	/** Frames and bytes that may wait; Infinity: any number. */
	limitPackets: number;
	limitBytes: number;

	/** What it has come to so far: */
	isBad: boolean;
	/** ns, when the last frame that was sent will have left: the next can't begin before. */
	free: number;
	/** Frames that wait or are being sent: when each has left (ns), and its bytes. */
	leaves: number[];
	lengths: number[];
	/** ns, when the latest of the frames on their way arrives. */
	latest: number;
}

/** What netem holds unless told otherwise (net/sched/sch_netem.c, qopt limit; tc-netem(8)). Frames. */
export const DEFAULT_LIMIT = 1000;
