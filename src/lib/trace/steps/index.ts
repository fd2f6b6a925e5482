/** How every kind of step reads. A kind without a view is a type error here. */
import type { StepView } from '../view.ts';
import { appViews } from './app.ts';
import { bridgeViews } from './bridge.ts';
import { configViews } from './config.ts';
import { deliveryViews } from './delivery.ts';
import { deviceViews } from './device.ts';
import { dhcpViews } from './dhcp.ts';
import { httpViews } from './http.ts';
import { linkViews } from './link.ts';
import { macvlanViews } from './macvlan.ts';
import { neighbourViews } from './neighbour.ts';
import { netfilterViews } from './netfilter.ts';
import { arpProxyViews } from './arp-proxy.ts';
import { policyViews } from './policy.ts';
import { routingViews } from './routing.ts';
import { socketViews } from './socket.ts';
import { stpViews } from './stp.ts';
import { tcpViews } from './tcp.ts';
import { vxlanViews } from './vxlan.ts';
import type { StepKind } from './types.ts';

const views: { [K in StepKind]: StepView<K> } = {
	...deviceViews,
	...linkViews,
	...bridgeViews,
	...stpViews,
	...macvlanViews,
	...vxlanViews,
	...neighbourViews,
	...arpProxyViews,
	...policyViews,
	...routingViews,
	...netfilterViews,
	...deliveryViews,
	...socketViews,
	...tcpViews,
	...appViews,
	...httpViews,
	...dhcpViews,
	...configViews
};

/** The view of a kind, for facts of that kind. */
export function viewOf<K extends StepKind>(kind: K): StepView<K> {
	return views[kind];
}
