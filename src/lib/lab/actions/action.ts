/** What a kind of action is: its schema, how it reads, and what it names. What it does is in `apps/`. */
import type * as v from 'valibot';
import type { Report } from '../checks/report.ts';
import type { Lab, LabNode } from '../document.ts';

type Path = readonly (string | number)[];

/** What every kind of action can tell about one of its actions. */
export interface ActionTexts<A> {
	/** In a few words, as the command that a person would type for it. */
	text(action: A): string;
	/** A bridge's netns belongs to the node that it is in: what a bridge is told when it is asked. Absent: it runs no programs. */
	onBridge?: string | null;
	/** Needs no node; an action of the lab itself. */
	nowhere?: true;
	/** Whether what it names is there. `node` is undefined for one that needs none; `later` are interfaces that inputs bring. */
	check?(lab: Lab, node: LabNode | undefined, action: A, at: Path, report: Report, later: ReadonlySet<string>): void;
	/** Interfaces that it brings, as the node of their netns and their name: "h1/eth0". */
	brings?(lab: Lab, node: string, action: A): string[];
	/** The same after an interface of its node's netns got another name. The very same where it doesn't name that one. */
	renamed?(action: A, from: string, to: string): A;
	/** Ports that it names. All others that it uses are chosen by chance. */
	ports?(action: A): (number | undefined)[];
}

export interface ActionKind<S extends v.GenericSchema> extends ActionTexts<v.InferOutput<S>> {
	schema: S;
}
