import * as v from 'valibot';
import { port } from '../fields.ts';
import { tcpSteps } from '../tcp-steps.ts';
import type { ServiceKind } from './service.ts';

const schema = v.strictObject({
	kind: v.literal('tcp'),
	port,
	/** listen(2): connections that wait to be accepted. */
	backlog: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4096)), 128),
	/** False: it listens and never accepts. */
	accept: v.optional(v.boolean(), true),
	/** With each connection; closes it after the last. */
	steps: v.optional(tcpSteps, [])
});

/** Does with each connection what it is told, step by step. */
export const tcp: ServiceKind<typeof schema> = {
	schema,
	title: 'TCP, step by step',
	text: ({ port }) => `a program on port ${port}/tcp`,
	protocols: ['tcp']
};
