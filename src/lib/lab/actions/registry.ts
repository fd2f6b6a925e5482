/** Every kind of action that an input can ask for. A new one is a file here and in `apps/`, and a line in each registry. */
import type { Action } from '../document.ts';
import type { ActionTexts } from './action.ts';
import { address } from './address.ts';
import { config } from './config.ts';
import { dhcp } from './dhcp.ts';
import { dns } from './dns.ts';
import { frame } from './frame.ts';
import { http } from './http.ts';
import { setInterface } from './interface.ts';
import { link } from './link.ts';
import { load } from './load.ts';
import { ping } from './ping.ts';
import { serve } from './serve.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

const kinds = [ping, udp, tcp, http, dns, link, setInterface, address, frame, serve, dhcp, load] as const;

type SchemasOf<T extends readonly { schema: unknown }[]> = { -readonly [K in keyof T]: T[K]['schema'] };

/** Of all but `config`, which is made of a node's fields. */
export const actionSchemas = kinds.map(({ schema }) => schema) as unknown as SchemasOf<typeof kinds>;

const byName = new Map<string, unknown>([
	['config', config],
	...kinds.map((kind): [string, unknown] => [kind.schema.entries.do.literal, kind])
]);

export function actionKind<A extends Action>(action: A): ActionTexts<A> {
	return byName.get(action.do) as ActionTexts<A>;
}

/** What an input asks for, in a few words: "ping -c 1 10.0.0.2". */
export function describeAction(action: Action): string {
	return actionKind(action).text(action);
}
