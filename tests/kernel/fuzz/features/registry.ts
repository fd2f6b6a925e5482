/** All features, in the order in which they are drawn. */
import { furtherAddresses, loopbackAddresses, noAddress, sameAddress, wrongMask } from './addresses.ts';
import { configuration, downFromTheStart, interfaces, links, serve } from './changes.ts';
import type { Feature } from './feature.ts';
import { firewall } from './firewall.ts';
import { interfaceSysctls, proxies } from './interface-sysctls.ts';
import { mtu } from './mtu.ts';
import { nat } from './nat.ts';
import { staticNeighbours } from './neighbours.ts';
import { macvlan, vxlan } from './overlays.ts';
import { multipath, policy, ruleDetails } from './policy.ts';
import { bridgeNetfilter, bridgePorts } from './ports.ts';
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
	serve,
	policy,
	multipath,
	interfaceSysctls,
	proxies,
	bridgePorts,
	firewall,
	bridgeNetfilter,
	vxlan,
	macvlan,
	ruleDetails
];
