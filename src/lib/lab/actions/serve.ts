import * as v from 'valibot';
import { serviceKind, serviceSchema } from '../services/registry.ts';
import type { ActionKind } from './action.ts';

const schema = v.strictObject({ do: v.literal('serve'), service: serviceSchema });

/** Starts a service on the node: it stays. */
export const serve: ActionKind<typeof schema> = {
	schema,
	text: ({ service }) => `start ${serviceKind(service).text(service)}`,
	check: (lab, node, { service }, at, report) =>
		serviceKind(service).check?.(lab, node!, service, [...at, 'service'], report),
	renamed(action, from, to) {
		const service = serviceKind(action.service).renamed?.(action.service, from, to) ?? action.service;
		return service === action.service ? action : { ...action, service };
	},
	ports: ({ service }) => [service.port]
};
