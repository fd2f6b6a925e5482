/** What a type of interface is beyond a cable's end: its settings, and what Linux is told of it. */
import type { Report } from '../checks/report.ts';
import type { Interface, LabNode } from '../document.ts';
import type { LabDevice } from '../topology.ts';

export interface KindOfInterface {
	/** For the inspector: "VXLAN tunnel". */
	label: string;
	/** One sentence for who has never heard of it. */
	description: string;
	/** The device that its frames leave by, and the node in whose netns that is; undefined: none. */
	lower?(one: Interface): { node?: string; name: string } | undefined;
	/** It has the MAC of its lower device, whatever its own says. */
	sharesMac?(one: Interface): boolean;
	/** Bytes that it needs of its lower device's MTU. */
	overhead: number;
	/** For the engine's kind of the same name: numbers instead of texts. */
	settings(one: Interface): unknown;
	/** What stands behind "type" in `ip link add`. */
	link(one: Interface): string;
	/** Lines for `bridge -batch`, when the device is there. */
	bridgeLines?(one: Interface): string[];
	/**
	 * @param devices Of the netns that its lower device is in; null: there is no such node.
	 * @param at Where its settings stand.
	 */
	check?(
		node: LabNode,
		one: Interface,
		devices: readonly LabDevice[] | null,
		at: readonly (string | number)[],
		report: Report
	): void;
	/** The same after a device in its netns got another name. */
	renamed?(one: Interface, from: string, to: string): Interface;
	/** UDP ports that it names. */
	ports?(one: Interface): number[];
}
