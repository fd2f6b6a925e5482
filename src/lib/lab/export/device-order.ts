/**
 * In which order devices are made. Linux walks through the devices of a netns in that order (net/core/dev.c, list_netdevice), for instance for
 * an address to speak with from an interface that has none (inet_select_addr), and here it goes by ifindex.
 */

/** A line that makes devices. */
export interface Making {
	line: string;
	makes: { netns: string; index: number }[];
}

/** As they stand, but that each netns gets its devices by ifindex. Where links go round in circles there may be no such order: then the first of them is made early. */
export function byIndex(makings: readonly Making[]): string[] {
	const missing = new Map<string, Set<number>>();
	for (const { netns, index } of makings.flatMap(({ makes }) => makes)) {
		if (!missing.has(netns)) missing.set(netns, new Set());
		missing.get(netns)!.add(index);
	}
	const isNext = ({ makes }: Making) => makes.every(({ netns, index }) => Math.min(...missing.get(netns)!) === index);
	const lines: string[] = [];
	let rest = [...makings];
	while (rest.length > 0) {
		const late: Making[] = [];
		const before = lines.length;
		const make = ({ line, makes }: Making) => {
			lines.push(line);
			for (const { netns, index } of makes) missing.get(netns)!.delete(index);
		};
		for (const making of rest) {
			if (isNext(making)) make(making);
			else late.push(making);
		}
		if (lines.length === before) make(late.shift()!);
		rest = late;
	}
	return lines;
}
