/** What each layer of a node did with a packet, from the steps that the node took about it. */
import type { DetailLayers, LayerStep } from '../trace/explain.ts';
import type { Stage } from '../trace/steps/types.ts';
import type { TraceReader } from './trace-reader.ts';

/** Topmost first: the layers of TCP/IP, and which of OSI's each stands for. */
const LAYERS = [
	{ name: 'Application', osi: '5 to 7' },
	{ name: 'Transport', osi: '4' },
	{ name: 'Network', osi: '3' },
	{ name: 'Link', osi: '2' }
] as const;

const LAYER_OF: Readonly<Record<Stage, number>> = {
	input: 0,
	app: 0,
	socket: 1,
	'local-in': 2,
	prerouting: 2,
	routing: 2,
	forward: 2,
	'local-out': 2,
	postrouting: 2,
	icmp: 2,
	neighbour: 3,
	bridge: 3,
	device: 3
};

/** With these the way out begins. */
const OUT: ReadonlySet<Stage> = new Set(['forward', 'local-out', 'postrouting']);

/** Records looked through: a packet that waits for ARP is long on its way. */
const FAR = 200_000;
/** Steps of one packet in one node: far more than any has. */
const MOST = 200;

/**
 * @param hop Whose frame came to the node: what became of it there until it left. null: nothing was done with it.
 */
export function nodeLayers(reader: TraceReader, hop: number, node: string): DetailLayers | null {
	const { trace } = reader;
	const layers = LAYERS.map(({ name, osi }): DetailLayers['layers'][number] => ({ name, osi, in: [], out: [] }));
	let out = false;
	let found = 0;
	const end = Math.min(trace.count, hop + FAR);
	for (let id = hop + 1; id < end && found < MOST; id++) {
		if (trace.hopOf(id) !== hop) continue;
		if (trace.isHop(id)) {
			const sent = reader.hop(id);
			if (sent.node !== node) continue;
			out = true;
			const label = `${sent.interface} → ${reader.nodeName(sent.to.node)}`;
			layers[3].out.push({ record: id, label, verdict: 'pass' });
			found++;
			continue;
		}
		const { stage, verdict, label, node: at } = reader.step(id);
		if (at !== node) continue;
		out ||= OUT.has(stage);
		const step: LayerStep = { record: id, label, verdict };
		// The neighbour table is asked on the way out; on the way in it learns.
		layers[LAYER_OF[stage]][out ? 'out' : 'in'].push(step);
		found++;
	}
	if (found === 0) return null;
	return { type: 'layers', title: `What each layer of ${reader.nodeName(node)} did with it`, layers };
}
