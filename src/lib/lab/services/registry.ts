/** Every kind of service that a node can have. A new one is a file here and in `apps/`, and a line in each registry. */
import * as v from 'valibot';
import { dhcp } from './dhcp.ts';
import { dns } from './dns.ts';
import { http } from './http.ts';
import { load } from './load.ts';
import type { ServiceTexts } from './service.ts';
import { tcp } from './tcp.ts';
import { tcpEcho } from './tcp-echo.ts';
import { udpEcho } from './udp-echo.ts';
import { udpSink } from './udp-sink.ts';

const kinds = [http, dns, dhcp, load, tcpEcho, tcp, udpEcho, udpSink] as const;

type SchemasOf<T extends readonly { schema: unknown }[]> = { -readonly [K in keyof T]: T[K]['schema'] };

export const serviceSchema = v.variant('kind', kinds.map(({ schema }) => schema) as unknown as SchemasOf<typeof kinds>);

export type Service = v.InferOutput<typeof serviceSchema>;

/** In the order in which they are offered. */
export const serviceKinds: readonly { kind: Service['kind']; title: string }[] = kinds.map(({ schema, title }) => ({
	kind: schema.entries.kind.literal,
	title
}));

const byName = new Map<string, unknown>(kinds.map((kind) => [kind.schema.entries.kind.literal, kind]));

export function serviceKind<S extends Service>(service: S): ServiceTexts<S> {
	return byName.get(service.kind) as ServiceTexts<S>;
}
