/**
 * Puts the kernel together: which device kinds, packet types, protocols and timers there are. A new one is a file
 * of its own and a line here. Importing this file is what makes a kernel.
 */
import { ETHERTYPE_802_2, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { ICMP_DEST_UNREACH, ICMP_HOST_UNREACH } from '../wire/icmp.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import type { Kernel } from './context.ts';
import { backlogTimer } from './devices/backlog.ts';
import { bridge } from './devices/bridge.ts';
import { stpTimer } from './devices/bridge/expired.ts';
import { bridgeReceive } from './devices/bridge/input.ts';
import { bridgeNotified } from './devices/bridge/ports.ts';
import { llcReceive } from './devices/bridge/receive-bpdu.ts';
import { dummy } from './devices/dummy.ts';
import { loopback } from './devices/loopback.ts';
import { macvlan, macvlanNotified, macvlanReceive, macvlanTimer } from './devices/macvlan.ts';
import { packetTap, packetTypes } from './devices/receive.ts';
import { deviceNotifiers, deviceTypes, rxHandlers } from './devices/types.ts';
import { veth } from './devices/veth.ts';
import { vxlan, vxlanNotified, vxlanIsOurs, vxlanReceive } from './devices/vxlan.ts';
import { icmpReceive } from './icmp/receive.ts';
import { sendError } from './icmp/send.ts';
import { errorSender } from './icmp/sender.ts';
import { ipv4Receive, ownBroadcastTimer } from './ip/input.ts';
import { createIp, nextIpId, output, withOptions } from './ip/output.ts';
import { pieceTimer } from './ip/pieces.ts';
import { protocols } from './ip/protocols.ts';
import { reassemblyTimer } from './ip/reassemble.ts';
import { arpReceive } from './neighbour/arp-receive.ts';
import { proxyTimer } from './neighbour/arp-send.ts';
import { neighbourTimer, onUnreachable } from './neighbour/table.ts';
import { masqueradeNotified } from './netfilter/nat/masquerade-notified.ts';
import type { Netns } from './netns.ts';
import { packetReceive } from './sockets/packet.ts';
import { pingMayRedirect } from './sockets/ping.ts';
import { tcpProtocol } from './sockets/tcp/protocol.ts';
import { tcpTimer } from './sockets/tcp/timers.ts';
import { encapsulations, udpError, udpMayRedirect, udpReceive } from './sockets/udp.ts';

Object.assign(deviceTypes, { lo: loopback, veth, bridge, dummy, macvlan, vxlan });

rxHandlers.bridge = bridgeReceive;
rxHandlers.macvlan = macvlanReceive;
deviceNotifiers.push(bridgeNotified, macvlanNotified, vxlanNotified, masqueradeNotified);
encapsulations.vxlan = { receive: vxlanReceive, isOurs: vxlanIsOurs };

packetTap.receive = packetReceive;
packetTypes.set(ETHERTYPE_802_2, llcReceive);
packetTypes.set(ETHERTYPE_IPV4, ipv4Receive);
packetTypes.set(ETHERTYPE_ARP, arpReceive);

protocols.set(PROTOCOL_ICMP, { receive: icmpReceive, error: () => {}, mayRedirect: pingMayRedirect });
protocols.set(PROTOCOL_UDP, { receive: udpReceive, error: udpError, mayRedirect: udpMayRedirect });
protocols.set(PROTOCOL_TCP, tcpProtocol);

errorSender.create = (ns, payload, source, destination, tos) =>
	createIp(ns, payload, PROTOCOL_ICMP, source, destination, 0, tos, false, nextIpId(ns));
errorSender.withOptions = withOptions;
errorSender.output = output;
onUnreachable.report = (k, ns, packet) =>
	sendError(k, ns, packet, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0, 'neigh-failed');

/** Timers by the `kind` that they were scheduled with. */
export const timers: Record<string, (k: Kernel, ns: Netns, key: number, extra: number, cause: number) => void> = {
	neigh: neighbourTimer,
	'arp-proxy': proxyTimer,
	backlog: backlogTimer,
	piece: pieceTimer,
	'own-broadcast': ownBroadcastTimer,
	stp: stpTimer,
	macvlan: macvlanTimer,
	reassembly: reassemblyTimer,
	tcp: tcpTimer
};

/**
 * Of these, several that were set at one moment for one moment come in reverse: Linux puts each at the head of the list of its tick
 * (kernel/time/timer.c, enqueue_timer).
 */
export const wheelTimers: ReadonlySet<string> = new Set(['neigh']);
