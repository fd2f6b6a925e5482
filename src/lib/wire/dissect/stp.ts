import {
	BPDU_TCN,
	bpduType,
	checkBpdu,
	CONFIG_LENGTH,
	formatBridgeId,
	LLC_LENGTH,
	readConfigBpdu,
	TCN_LENGTH
} from '../stp.ts';
import { field, hex, type Field, type Protocol } from './protocol.ts';

/** Times are counted in 1/256 s. */
function seconds(units: number): string {
	return `${+(units / 256).toFixed(3)} s`;
}

function length(b: Uint8Array, from: number): number {
	return LLC_LENGTH + (bpduType(b, from) === BPDU_TCN ? TCN_LENGTH : CONFIG_LENGTH);
}

function configFields(b: Uint8Array, from: number): Field[] {
	const config = readConfigBpdu(b, from);
	const at = from + LLC_LENGTH;
	const flags = [config.topologyChange ? 'topology change' : '', config.topologyChangeAck ? 'acknowledged' : ''];
	return [
		field('Flags', hex(b[at + 4], 2), at + 4, 1, flags.filter(Boolean).join(', ')),
		field('Root', formatBridgeId(config.root), at + 5, 8),
		field('Root path cost', config.rootPathCost, at + 13, 4),
		field('Bridge', formatBridgeId(config.bridge), at + 17, 8),
		field('Port', hex(config.port, 4), at + 25, 2),
		field('Message age', seconds(config.messageAge), at + 27, 2),
		field('Maximum age', seconds(config.maxAge), at + 29, 2),
		field('Hello time', seconds(config.helloTime), at + 31, 2),
		field('Forward delay', seconds(config.forwardDelay), at + 33, 2)
	];
}

export const stp: Protocol = {
	name: 'STP',
	check: checkBpdu,
	layer(b, from) {
		const at = from + LLC_LENGTH;
		const tcn = bpduType(b, from) === BPDU_TCN;
		const summary = tcn
			? 'Topology Change Notification'
			: `Conf. Root = ${formatBridgeId(readConfigBpdu(b, from).root)}  Cost = ${readConfigBpdu(b, from).rootPathCost}`;
		return {
			name: 'STP',
			summary,
			from,
			to: from + length(b, from),
			fields: [
				field('Service access points', '0x42 0x42', from, 2, 'spanning tree'),
				field('Control', hex(b[from + 2], 2), from + 2, 1, 'unnumbered information'),
				field('Protocol', hex(0, 4), at, 2),
				field('Version', b[at + 2], at + 2, 1),
				field('Type', hex(bpduType(b, from), 2), at + 3, 1, tcn ? 'topology change' : 'configuration'),
				...(tcn ? [] : configFields(b, from))
			]
		};
	},
	label(b, from) {
		if (bpduType(b, from) === BPDU_TCN) return 'STP topology change';
		const { root, rootPathCost } = readConfigBpdu(b, from);
		return `STP root ${root.slice(0, 4)}.…${formatBridgeId(root).slice(-5)} cost ${rootPathCost}`;
	},
	payload: () => null,
	end: (b, from) => from + length(b, from)
};
