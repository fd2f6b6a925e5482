/** What runs on a node: a state machine whose state is data. Programs are found by name in the simulation's registry. */

export interface Process {
	pid: number;
	/** Name of its program in the registry. */
	program: string;
	/** Index of the netns that it runs in. */
	ns: number;
	/** Input that started it: index in the journal; -1 for services. */
	flow: number;
	/** Last record about it. */
	cause: number;
	/** The program's own. */
	state: Record<string, unknown>;
	/** Socket ids that it owns. */
	sockets: number[];
	/** Goes up with each wake that was asked for: an older wake is stale. */
	wakes: number;
}
