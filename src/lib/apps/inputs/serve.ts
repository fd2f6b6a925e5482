/** A service starts, and stays when the input is done: it is as if the lab had it from now on. */
import { describeAction } from '../../lab/actions/registry.ts';
import { serviceKind } from '../../lab/services/registry.ts';
import { startService } from '../../sim/configure/services.ts';
import { finish } from '../program.ts';
import type { Change } from './input.ts';
import { begin, end } from './said.ts';

export const serve: Change<'serve'> = (sim, flow, ns, action) => {
	if (ns === null) return;
	const { service } = action;
	const cause = begin(sim, ns, flow, describeAction(action));
	const process = startService(sim, ns, service, cause);
	const socket = ns.sockets.all.get(process.sockets[0]);
	if (socket?.localPort !== service.port) return finish(sim, ns, process, false, 'Address already in use');
	end(sim, ns, process.cause, process.program, true, `${serviceKind(service).text(service)} is there`);
};
