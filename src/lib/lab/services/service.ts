/** What a kind of service is: its schema, how it reads, what it listens with. What it does is in `apps/`. */
import type * as v from 'valibot';
import type { Report } from '../checks/report.ts';
import type { Lab, LabNode } from '../document.ts';

export interface ServiceTexts<S> {
	/** For a list of choices: "HTTP server". */
	title: string;
	/** "HTTP on port 80/tcp" */
	text(service: S): string;
	/** The protocols of its port. */
	protocols: readonly ('udp' | 'tcp')[];
	/** What beside the port tells it from another one on the same port: its address and interface. */
	place?(service: S): string;
	/** The same after an interface of its node got another name. */
	renamed?(service: S, from: string, to: string): S;
	/** Whether what it names is there. */
	check?(lab: Lab, node: LabNode, service: S, at: readonly (string | number)[], report: Report): void;
}

export interface ServiceKind<S extends v.GenericSchema> extends ServiceTexts<v.InferOutput<S>> {
	schema: S;
}
