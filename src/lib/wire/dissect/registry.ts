/** Which protocol comes next. A new protocol is a file beside this one and a line here. */
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT } from '../dhcp.ts';
import { DNS_PORT } from '../dns.ts';
import { ETHERTYPE_802_2, ETHERTYPE_ARP, ETHERTYPE_IPV4 } from '../ethernet.ts';
import { HTTP_PORT } from '../http.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../ipv4.ts';
import { arp } from './arp.ts';
import { dhcp } from './dhcp.ts';
import { dns, dnsOverTcp } from './dns.ts';
import { echo, ECHO_PORT } from './echo.ts';
import { ethernet } from './ethernet.ts';
import { http } from './http.ts';
import { icmp } from './icmp.ts';
import { ipv4 } from './ipv4.ts';
import { llc } from './llc.ts';
import type { NextTable, Protocol } from './protocol.ts';
import { stp } from './stp.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';
import { LLC_SAP_STP } from '../stp.ts';
import { VXLAN_PORT } from '../vxlan.ts';
import { vxlan } from './vxlan.ts';

const HTTP_ALTERNATE_PORT = 8080;

export const registry: Record<NextTable, Record<number, Protocol>> = {
	etherType: { [ETHERTYPE_IPV4]: ipv4, [ETHERTYPE_ARP]: arp, [ETHERTYPE_802_2]: llc },
	llcSap: { [LLC_SAP_STP]: stp },
	ipProtocol: { [PROTOCOL_ICMP]: icmp, [PROTOCOL_UDP]: udp, [PROTOCOL_TCP]: tcp },
	udpPort: {
		[ECHO_PORT]: echo,
		[DNS_PORT]: dns,
		[DHCP_SERVER_PORT]: dhcp,
		[DHCP_CLIENT_PORT]: dhcp,
		[VXLAN_PORT]: vxlan
	},
	/** A whole frame inside another: there is only one kind. */
	frame: { 0: ethernet },
	tcpPort: { [ECHO_PORT]: echo, [DNS_PORT]: dnsOverTcp, [HTTP_PORT]: http, [HTTP_ALTERNATE_PORT]: http }
};
