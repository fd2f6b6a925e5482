import { bridgeNetfilter } from './bridge-netfilter.ts';
import { arpLabs } from './arp.ts';
import { bridgePorts } from './bridge-ports.ts';
import { bridges } from './bridges.ts';
import { changes } from './changes.ts';
import { datagrams } from './datagrams.ts';
import { connections } from './connections.ts';
import { containers } from './containers.ts';
import { http } from './http.ts';
import { macvlans } from './macvlan.ts';
import { names } from './names.ts';
import { interfaces } from './interfaces.ts';
import { internet } from './internet.ts';
import { nat } from './nat.ts';
import { netfilterMatches } from './netfilter-matches.ts';
import { netfilterNat } from './netfilter-nat.ts';
import { netfilter } from './netfilter.ts';
import { neighbours } from './neighbours.ts';
import { oneSubnet } from './one-subnet.ts';
import { policy } from './policy.ts';
import { icmpSettings, pathMtu } from './path-mtu.ts';
import { redirects } from './redirects.ts';
import { routing } from './routing.ts';
import { sources } from './sources.ts';
import { segments } from './segments.ts';
import { services } from './services.ts';
import { spanningTree } from './stp.ts';
import { transport } from './transport.ts';
import { unreadData } from './unread.ts';
import { vxlans } from './vxlan.ts';

export const kernelLabs = [
	...oneSubnet,
	...neighbours,
	...arpLabs,
	...bridges,
	...bridgePorts,
	...bridgeNetfilter,
	...spanningTree,
	...macvlans,
	...vxlans,
	...interfaces,
	...policy,
	...routing,
	...redirects,
	...sources,
	...transport,
	...unreadData,
	...nat,
	...netfilter,
	...netfilterMatches,
	...netfilterNat,
	...containers,
	...names,
	...changes,
	...internet,
	...connections,
	...datagrams,
	...pathMtu,
	...icmpSettings,
	...segments,
	...services,
	...http
];
