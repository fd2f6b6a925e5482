/** All features, in the order in which they are drawn. */
import { furtherAddresses, loopbackAddresses, noAddress, sameAddress, wrongMask } from './addresses.ts';
import { configuration, downFromTheStart, interfaces, links, serve } from './changes.ts';
import type { Feature } from './feature.ts';
import { mtu } from './mtu.ts';
import { nat } from './nat.ts';
import { staticNeighbours } from './neighbours.ts';
import { forwardingOff, missingRoutes, moreRoutes, routingLoop } from './routes.ts';
import { names, services } from './services.ts';
import { slowNeighbours, sysctls } from './sysctls.ts';
import { http, ping, tcp, udp } from './traffic.ts';

export const features: readonly Feature[] = [
	wrongMask,
	furtherAddresses,
	sameAddress,
	noAddress,
	loopbackAddresses,
	missingRoutes,
	moreRoutes,
	routingLoop,
	forwardingOff,
	nat,
	staticNeighbours,
	mtu,
	sysctls,
	slowNeighbours,
	services,
	names,
	downFromTheStart,
	ping,
	udp,
	tcp,
	http,
	links,
	interfaces,
	configuration,
	serve
];
