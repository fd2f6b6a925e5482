/** Every reason for which a packet ends: its name, its sentence, why it is so, and what would mend it. */
import { fill, sentenceOf } from '../fill.ts';
import type { Place } from '../view.ts';
import type { DropReason, StepFacts } from './types.ts';

export interface DropText {
	/** For a list and for the packet on the canvas: "TTL ran out". */
	name: string;
	/** `{on}` is " on eth0" or "", `{dev}` " eth0" or "", `{detail}` the number that the step has. */
	sentence: string;
	/** Instead of `sentence` when the step has no detail; needed when `sentence` has `{detail}`. */
	plain?: string;
	/** The concept. */
	why: string;
	/** What a person can do about it; "" when nothing is wrong. */
	mend: string;
	source: string;
}

const CHECKSUM_WHY =
	'The sender computes a checksum over the bytes; the receiver computes it again. When they differ, some byte was changed on the way, and no byte can be trusted.';
const CHECKSUM_MEND = 'Nothing can be done here: a sender that needs the data sends it again.';

export const dropReasons: Record<DropReason, DropText> = {
	'link-lost': {
		name: 'Lost on the link',
		sentence: 'The frame is lost on its way to {node}{dev}: this link loses some of its frames.',
		why: 'No link is perfect. Ethernet does not notice a lost frame; only the protocols above, such as TCP, find out and send again.',
		mend: 'Set the loss of the link to 0.',
		source: 'net/sched/sch_netem.c, loss_event'
	},
	'link-queue-full': {
		name: 'Queue of the link full',
		sentence: '{node} drops the frame{on}: {detail} others wait for the link already, and no more may.',
		plain: '{node} drops the frame{on}: the queue of the link is full.',
		why: 'A link with a rate sends one frame after the other; what comes quicker waits. The queue has an end, and what comes when it is full is thrown away. That is how a network tells TCP to be slower.',
		mend: 'Send less at a time, or give the link a higher rate or a longer queue.',
		source: 'net/sched/sch_fifo.c, pfifo_enqueue and bfifo_enqueue'
	},
	'no-carrier': {
		name: 'No carrier',
		sentence: 'The frame is lost at {node}{on}: the link is unplugged, or the interface at the other end is down.',
		why: 'An interface has carrier only while its link is plugged in and the other end is up. Without it there is nobody to send to.',
		mend: 'Plug the link in, or bring the interface at its other end up.',
		source: 'net/core/dev.c, __dev_queue_xmit; drivers/net/veth.c, veth_xmit'
	},
	'dev-down': {
		name: 'Interface is down',
		sentence: '{node} drops the packet: its interface{dev} is down.',
		why: 'An interface that is administratively down neither sends nor receives.',
		mend: 'Bring it up: ip link set DEV up.',
		source: 'net/core/dev.c, __dev_queue_xmit and enqueue_to_backlog'
	},
	'mtu-exceeded': {
		name: 'Larger than the MTU',
		sentence: '{node} drops the packet{on}: it is larger than the {detail} bytes that may go there.',
		plain: '{node} drops the packet{on}: it is larger than the MTU.',
		why: 'The MTU is the largest IP packet that an interface carries. Both ends of a link should have the same one; a bridge never cuts a frame into pieces.',
		mend: 'Give both ends of the link the same MTU, or send smaller packets.',
		source: 'net/core/dev.c, __is_skb_forwardable; net/ipv4/ip_output.c, ip_fragment'
	},
	'other-host': {
		name: 'For another machine',
		sentence: "{node} ignores the frame{on}: its destination MAC is another machine's.",
		why: 'A switch that does not know where a machine is sends the frame everywhere. Everyone but the right one throws it away.',
		mend: '',
		source: 'net/ipv4/ip_input.c, ip_rcv_core (PACKET_OTHERHOST)'
	},
	'bad-frame': {
		name: 'Malformed',
		sentence: '{node} drops what came in{on}: it is shorter than its headers say, or its header makes no sense.',
		why: 'Every header says how long it is or has a fixed length. Bytes that end before that can not be read.',
		mend: 'Look at the sender: it made the packet so.',
		source: 'net/ethernet/eth.c, eth_type_trans; include/linux/skbuff.h, pskb_may_pull'
	},
	'unknown-ethertype': {
		name: 'Unknown protocol in frame',
		sentence: '{node} drops the frame{on}: nobody here understands type {detail}.',
		plain: '{node} drops the frame{on}: nobody here understands its type.',
		why: "The frame's type field says which protocol it carries. Only IPv4 and ARP are spoken here.",
		mend: '',
		source: 'net/core/dev.c, __netif_receive_skb_core'
	},
	'bridge-isolated': {
		name: 'Ports are isolated',
		sentence: 'The bridge drops the frame: both ports are isolated, and{dev} is one of them.',
		why: 'Nothing passes from one isolated port of a bridge to another; each talks to the ports that are not isolated only.',
		mend: 'Make one of the two ports not isolated: bridge link set dev PORT isolated off.',
		source: 'net/bridge/br_private.h, br_skb_isolated'
	},
	'bridge-ingress-state': {
		name: 'Port does not forward',
		sentence: 'The bridge drops the frame: its port{dev} is {detail}.',
		plain: 'The bridge drops the frame: its port{dev} does not forward.',
		why: 'The spanning tree keeps a port closed while it finds out whether there is a loop (listening, learning), and for as long as there is one (blocking). BPDUs are heard all the same.',
		mend: 'Wait for twice the forward delay. A port that stays blocking is a spare way: it opens when the other one fails.',
		source: 'net/bridge/br_input.c, br_handle_frame'
	},
	'bridge-egress-state': {
		name: 'Way out does not forward',
		sentence: 'The bridge drops the frame: it would leave by{dev}, and that port is {detail}.',
		plain: 'The bridge drops the frame: it would leave by{dev}, and that port does not forward.',
		why: 'The forwarding database still names a port that the spanning tree has closed since.',
		mend: 'Wait: the entry ages, or the station is heard by its new way.',
		source: 'net/bridge/br_forward.c, should_deliver'
	},
	'bpdu-ignored': {
		name: 'BPDU ignored',
		sentence: '{node} ignores the BPDU{on}: no spanning tree runs here.',
		why: 'A bridge that does not take part in the spanning tree has no use for what others say about it.',
		mend: 'Switch STP on: ip link set DEV type bridge stp_state 1.',
		source: 'net/bridge/br_stp_bpdu.c, br_stp_rcv'
	},
	'vxlan-no-remote': {
		name: 'Nobody to send it to',
		sentence: '{node} drops the frame{on}: the tunnel knows no endpoint for it.',
		why: 'A VXLAN sends to the endpoint that its table names for the MAC, or to those of its list for all the rest. Here is neither.',
		mend: 'Add the endpoint to the list: bridge fdb append 00:00:00:00:00:00 dev DEV dst ENDPOINT.',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_xmit'
	},
	'vxlan-no-route': {
		name: 'No route to the endpoint',
		sentence: '{node} drops the frame{on}: there is no way to the other end of the tunnel.',
		why: 'The packet around the frame is routed like any other, by the device of the tunnel where one is set.',
		mend: 'Look at the routes to the endpoint, and at the device that the tunnel is bound to.',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_xmit_one'
	},
	'vxlan-no-vni': {
		name: 'Unknown VNI',
		sentence: '{node} drops the packet: no tunnel here has the VNI {detail}.',
		plain: '{node} drops the packet: no tunnel here has its VNI.',
		why: 'The VNI tells which of many networks a frame belongs to. Both ends of a tunnel must have the same one.',
		mend: 'Give both ends the same id, and set them up.',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_rcv'
	},
	'vxlan-loop': {
		name: 'Its own frame came back',
		sentence: '{node} drops the frame{on}: it has sent it itself.',
		why: 'A frame with the MAC of the tunnel itself as its source can only have gone in a circle.',
		mend: 'Look at the list of endpoints: does it name this very host?',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_set_mac'
	},
	'vxlan-moved': {
		name: 'Not where it was set',
		sentence: '{node} drops the frame{on}: its sender is set to be behind another endpoint, or is no station.',
		why: 'What somebody has set is not changed by what is heard; a frame that contradicts it is not trusted.',
		mend: 'Change the entry, or delete it and let the tunnel learn.',
		source: 'drivers/net/vxlan/vxlan_core.c, vxlan_snoop'
	},
	dummy: {
		name: 'Swallowed by a dummy',
		sentence: 'The packet ends at{dev}: a dummy interface swallows what is sent by it.',
		why: 'A dummy has no other end. It is there for its addresses.',
		mend: 'Look at the route: it leads to the dummy.',
		source: 'drivers/net/dummy.c, dummy_xmit'
	},
	'bridge-same-port': {
		name: 'Already on the right side',
		sentence: 'The bridge keeps the frame to itself: its destination is behind the very port that it came in by{dev}.',
		why: 'A bridge never sends a frame back where it came from: who it is for has seen it already.',
		mend: '',
		source: 'net/bridge/br_forward.c, should_deliver'
	},
	'bridge-port-down': {
		name: 'Bridge or port is down',
		sentence: '{node} drops the frame{on}: the bridge is down.',
		why: 'A bridge forwards only while its own interface is up, as well as the ports.',
		mend: 'Bring the bridge up: ip link set BRIDGE up.',
		source: 'net/bridge/br_input.c, br_handle_frame_finish'
	},
	'bridge-link-local': {
		name: 'Stays on its link',
		sentence: 'The bridge drops the frame{on}: addresses from 01:80:c2:00:00:01 to 0f never cross a bridge.',
		why: 'These group addresses are for the two ends of one link, such as for flow control. Every bridge keeps them there.',
		mend: '',
		source: 'net/bridge/br_input.c, br_handle_frame; IEEE 802.1Q, 8.6.3'
	},
	'arp-not-mine': {
		name: 'ARP for somebody else',
		sentence: '{node} does not answer{on}: the question is about an address that it does not have.',
		why: 'An ARP request is a broadcast, so everybody hears it. Only the machine with that address answers.',
		mend: '',
		source: 'net/ipv4/arp.c, arp_process'
	},
	'arp-bad': {
		name: 'Malformed ARP',
		sentence: '{node} drops the ARP packet{on}: it is not a request or reply for IPv4 over Ethernet.',
		why: 'ARP can carry other kinds of addresses. Linux reads only what fits the interface.',
		mend: 'Look at the sender: it made the packet so.',
		source: 'net/ipv4/arp.c, arp_rcv and arp_process'
	},
	'arp-ignored': {
		name: 'ARP not answered',
		sentence: '{node} has the address that is asked for{on}, and does not say so: arp_ignore is {detail}.',
		plain: '{node} has the address that is asked for{on}, and does not say so (arp_ignore).',
		why: 'Linux answers for any address of the machine, on whichever interface it is asked. arp_ignore makes it choosy: 1 answers only for addresses of that interface, 2 only if the asker is in their subnet too, 3 not for addresses of scope host, 8 never.',
		mend: 'Set net.ipv4.conf.*.arp_ignore to 0, or ask where the address is configured.',
		source: 'net/ipv4/arp.c, arp_ignore'
	},
	'arp-filtered': {
		name: 'ARP not answered here',
		sentence: '{node} does not answer{on}: it would send to the asker by {detail}, and arp_filter is on.',
		plain: '{node} does not answer{on}: it has no way to the asker by it, and arp_filter is on.',
		why: 'With two interfaces on one segment both would answer for either address. arp_filter lets only that one answer by which the asker would be sent to.',
		mend: 'Nothing, where the other interface answers; else look at the routes to the asker.',
		source: 'net/ipv4/arp.c, arp_filter'
	},
	'arp-gratuitous': {
		name: 'Announcement ignored',
		sentence: '{node} ignores an announcement{on} that nobody asked for: drop_gratuitous_arp is on.',
		why: 'Anybody can announce any address. Where a proxy answers for all, announcements are nothing but attacks.',
		mend: 'Set net.ipv4.conf.*.drop_gratuitous_arp to 0.',
		source: 'net/ipv4/arp.c, arp_process'
	},
	'arp-proxy-full': {
		name: 'Too many proxy answers',
		sentence: '{node} answers no more questions for others{on}: {detail} of them wait for their time already.',
		plain: '{node} answers no more questions for others{on}: too many of them wait for their time.',
		why: 'An answer in the name of another waits a moment, so that the owner may be quicker. Only so many wait at once.',
		mend: 'Raise net.ipv4.neigh.*.proxy_qlen, or set proxy_delay to 0.',
		source: 'net/core/neighbour.c, pneigh_enqueue'
	},
	'neigh-table-full': {
		name: 'Neighbour table full',
		sentence: '{node} drops the packet{on}: its neighbour table has {detail} entries, and no room for another.',
		plain: '{node} drops the packet{on}: its neighbour table is full.',
		why: 'Each machine that is talked to directly needs an entry. When there are gc_thresh3 of them and none can be spared, new ones are refused, and the sender is told ENOBUFS.',
		mend: 'Raise net.ipv4.neigh.default.gc_thresh3, or make the subnet smaller.',
		source: 'net/core/neighbour.c, neigh_alloc'
	},
	'ip-checksum': {
		name: 'Bad IP checksum',
		sentence: "{node} drops the packet{on}: the IP header's checksum is wrong.",
		why: CHECKSUM_WHY,
		mend: CHECKSUM_MEND,
		source: 'net/ipv4/ip_input.c, ip_rcv_core'
	},
	'ip-header': {
		name: 'Malformed IP header',
		sentence: '{node} drops the packet{on}: its IP header is not one (version, header length or total length).',
		why: 'Version must be 4, the header at least 20 bytes, and the frame must hold as many bytes as the header says.',
		mend: 'Look at the sender: it made the packet so.',
		source: 'net/ipv4/ip_input.c, ip_rcv_core'
	},
	'ip-martian-source': {
		name: 'Impossible source address',
		sentence: '{node} drops the packet{on}: no packet from outside can have that source address.',
		why: "Some addresses can't be a source on a link: a broadcast or multicast address, 127.0.0.0/8, or one of the receiver's own. Linux calls such packets martians.",
		mend: 'Look for an address that two machines have, and at who sent the packet.',
		source: 'net/ipv4/fib_frontend.c, fib_validate_source; net/ipv4/route.c, ip_handle_martian_source'
	},
	'ip-rp-filter': {
		name: 'Wrong way in',
		sentence: '{node} drops the packet{on}: an answer to its source would leave by another interface.',
		why: 'The reverse path filter (rp_filter) takes a packet only from the interface by which its source would be reached, as a guard against forged sources.',
		mend: 'Make the routes symmetric, or set net.ipv4.conf.all.rp_filter to 0.',
		source: 'net/ipv4/fib_frontend.c, __fib_validate_source; RFC 3704'
	},
	'ip-no-route': {
		name: 'No route',
		sentence: '{node} drops the packet: it has no route to the destination.',
		why: 'A packet leaves only by a route whose network holds its destination. A default route holds every address; without one, an unknown network is unreachable.',
		mend: 'Add a route to that network, or a default route: ip route add default via GATEWAY.',
		source: 'net/ipv4/route.c, ip_error'
	},
	'ip-blackhole': {
		name: 'Blackhole route',
		sentence: '{node} drops the packet without a word: its best route is a blackhole.',
		why: 'A blackhole route throws packets away and tells nobody. It is put there on purpose, to keep traffic in or out.',
		mend: 'Delete the route, or add a longer one for what should get through.',
		source: 'net/ipv4/fib_semantics.c, fib_props (RTN_BLACKHOLE)'
	},
	'ip-prohibit': {
		name: 'Prohibited by a route',
		sentence: '{node} drops the packet: its best route is of type prohibit.',
		why: 'A prohibit route refuses packets and tells the sender that it was refused on purpose (ICMP, communication administratively filtered).',
		mend: 'Delete the route, or add a longer one for what should get through.',
		source: 'net/ipv4/route.c, ip_error'
	},
	'ip-unreachable': {
		name: 'Unreachable by a route',
		sentence: '{node} drops the packet: its best route is of type unreachable.',
		why: 'An unreachable route refuses packets and tells the sender that the host is not there.',
		mend: 'Delete the route, or add a longer one for what should get through.',
		source: 'net/ipv4/route.c, ip_error'
	},
	'ip-forwarding-off': {
		name: 'Forwarding is off',
		sentence: '{node} drops the packet{on}: it is for another machine, and {node} does not forward.',
		why: 'Linux is a host by default: what is not for itself it throws away, and tells nobody. Only with net.ipv4.ip_forward it passes packets on from one interface to another.',
		mend: 'Switch forwarding on: sysctl net.ipv4.ip_forward=1.',
		source: 'net/ipv4/route.c, ip_route_input_slow (IN_DEV_FORWARD)'
	},
	'ip-not-for-us': {
		name: 'Not for this machine',
		sentence: '{node} drops the packet{on}: its destination is not one of its addresses.',
		why: 'A packet is delivered only where its destination address is set on an interface.',
		mend: 'Check the address, and the routes that led the packet here.',
		source: 'net/ipv4/ip_input.c, ip_rcv_finish_core'
	},
	'ip-ttl': {
		name: 'TTL ran out',
		sentence: '{node} drops the packet{on}: its TTL has run out, so it may go no further.',
		why: 'Every router takes one off the time to live (TTL). This way a packet that goes round in a loop dies at last. The router tells the sender (ICMP time exceeded), and traceroute lives on that.',
		mend: 'If routers send the packet to each other, mend their routes; else send with a higher TTL.',
		source: 'net/ipv4/ip_forward.c, ip_forward; RFC 1812, 5.3.1'
	},
	'ip-fragmentation-needed': {
		name: 'Too large, and may not be cut',
		sentence:
			'{node} drops the packet: only {detail} bytes fit through the next interface{on}, and "don\'t fragment" is set.',
		plain: '{node} drops the packet: it does not fit through the next interface{on}, and "don\'t fragment" is set.',
		why: 'A router may cut a packet into fragments, unless the sender forbids it. Then the router says which size would fit (ICMP fragmentation needed), and the sender makes smaller packets: path MTU discovery.',
		mend: 'Let that ICMP message through to the sender, or use one MTU on the whole path.',
		source: 'net/ipv4/ip_forward.c, ip_forward; RFC 1191'
	},
	'ip-options': {
		name: 'Malformed IP options',
		sentence: '{node} drops the packet{on}: the option byte at {detail} of its IP header makes no sense.',
		plain: '{node} drops the packet{on}: its IP options make no sense.',
		why: 'Every option but two has a length and some have a pointer, which must stay inside of the header. The sender is told which byte is wrong (ICMP parameter problem).',
		mend: 'Whoever made the packet has a fault: look at the byte that the error names.',
		source: 'net/ipv4/ip_options.c, ip_options_compile'
	},
	'ip-source-route': {
		name: 'Source route refused',
		sentence: '{node} drops the packet{on}: it wants to choose its own way (source route), which is not accepted.',
		why: 'A source route names the routers that a packet shall pass. It lets a stranger reach what he could not reach otherwise, so Linux refuses it unless told to accept it.',
		mend: '',
		source: 'net/ipv4/ip_input.c, ip_rcv_options'
	},
	'ip-fragment': {
		name: 'Fragments contradict each other',
		sentence:
			'{node} drops the fragment{on}: it is empty, or the fragments of its packet do not agree about where the packet ends.',
		why: 'The last fragment says how long the packet is. One that goes beyond it, or another last one at another place, means that something is wrong with all of them.',
		mend: 'Whoever made the fragments has a fault.',
		source: 'net/ipv4/ip_fragment.c, ip_frag_queue'
	},
	'ip-fragment-duplicate': {
		name: 'Fragment came twice',
		sentence: '{node} drops the fragment{on}: its bytes have come already.',
		why: 'A network may deliver a packet twice. What has come already is passed over, and the rest is waited for.',
		mend: '',
		source: 'net/ipv4/inet_fragment.c, inet_frag_queue_insert (IPFRAG_DUP)'
	},
	'ip-fragment-overlap': {
		name: 'Fragments overlap',
		sentence:
			'{node} drops the fragment{on} and all others of its packet: some of its bytes have come already, and some have not.',
		why: 'An honest sender never makes overlapping fragments; they were used to get past firewalls. So the whole packet is given up.',
		mend: 'Whoever made the fragments has a fault, or means harm.',
		source: 'net/ipv4/inet_fragment.c, inet_frag_queue_insert (IPFRAG_OVERLAP); RFC 5722'
	},
	'ip-fragment-timeout': {
		name: 'Fragments never completed',
		sentence: '{node} drops the fragment{on}: the others of its packet did not come in time.',
		why: 'The receiver collects fragments for 30 s. If one is missing, the others are of no use.',
		mend: 'Find out where the missing fragment was lost, or avoid fragments by smaller packets.',
		source: 'net/ipv4/ip_fragment.c, ip_expire'
	},
	'ip-fragment-memory': {
		name: 'No room for fragments',
		sentence: '{node} drops the fragment{on}: those that wait already use all the memory that is for them.',
		why: 'Fragments that wait for others cost memory, and anyone can send them. net.ipv4.ipfrag_high_thresh is the limit; 0 means that none is kept.',
		mend: 'Raise net.ipv4.ipfrag_high_thresh, or find out why so many packets are never completed.',
		source: 'net/ipv4/inet_fragment.c, inet_frag_find'
	},
	'ip-unknown-protocol': {
		name: 'Unknown IP protocol',
		sentence: '{node} drops the packet{on}: nobody here handles IP protocol {detail}.',
		plain: '{node} drops the packet{on}: nobody here handles its IP protocol.',
		why: 'The IP header\'s protocol field says what the packet carries. Here ICMP, TCP and UDP are understood; for others the sender is told "protocol unreachable".',
		mend: '',
		source: 'net/ipv4/ip_input.c, ip_protocol_deliver_rcu'
	},
	'neigh-queue-full': {
		name: 'ARP queue is full',
		sentence: '{node} drops the packet that has waited longest for an ARP answer{on}: too many wait for the same one.',
		why: 'While a MAC address is asked for, packets wait, but only so many bytes of them (unres_qlen_bytes). A new one pushes the oldest out.',
		mend: 'Find out why nobody answers the ARP request; or send more slowly at first.',
		source: 'net/core/neighbour.c, __neigh_event_send'
	},
	'neigh-failed': {
		name: 'Nobody answers ARP',
		sentence: '{node} drops the packet{on}: nobody answered the ARP requests for its next hop.',
		why: 'Without a MAC address no frame can be addressed. Linux asks three times, a second apart, then gives up and reports "host unreachable".',
		mend: 'Check that the next hop exists, is up, and is on this subnet; check address and mask on both sides.',
		source: 'net/core/neighbour.c, neigh_invalidate; net/ipv4/arp.c, arp_error_report'
	},
	'icmp-ignored': {
		name: 'ICMP message ignored',
		sentence: '{node} does nothing with this ICMP message{on}.',
		why: 'Not every ICMP message has a taker: an echo reply that no program waits for, an echo request to a broadcast address, or a type that Linux does not handle.',
		mend: '',
		source: 'net/ipv4/icmp.c, icmp_rcv'
	},
	'icmp-rate-limit': {
		name: 'ICMP error held back',
		sentence: '{node} does not send the ICMP error: it has sent enough of them to that host just now.',
		why: 'Errors to one host are limited (net.ipv4.icmp_ratelimit), so that a flood of bad packets does not make a flood of answers.',
		mend: 'Wait a second between tries.',
		source: 'net/ipv4/icmp.c, icmpv4_xrlim_allow'
	},
	'icmp-checksum': {
		name: 'Bad ICMP checksum',
		sentence: '{node} drops the ICMP message{on}: its checksum is wrong.',
		why: CHECKSUM_WHY,
		mend: CHECKSUM_MEND,
		source: 'net/ipv4/icmp.c, icmp_rcv'
	},
	'udp-checksum': {
		name: 'Bad UDP checksum',
		sentence: '{node} drops the datagram{on}: its checksum is wrong.',
		why: CHECKSUM_WHY,
		mend: CHECKSUM_MEND,
		source: 'net/ipv4/udp.c, __udp4_lib_rcv'
	},
	'udp-no-socket': {
		name: 'UDP port is closed',
		sentence: '{node} has no program at UDP port {detail}: the datagram ends here.',
		plain: '{node} has no program at this UDP port: the datagram ends here.',
		why: 'A datagram needs a socket that is bound to its destination port. If there is none, the sender is told "port unreachable".',
		mend: 'Start a program that listens at this port, or send to another one.',
		source: 'net/ipv4/udp.c, __udp4_lib_rcv'
	},
	'tcp-checksum': {
		name: 'Bad TCP checksum',
		sentence: '{node} drops the segment{on}: its checksum is wrong.',
		why: CHECKSUM_WHY,
		mend: CHECKSUM_MEND,
		source: 'net/ipv4/tcp_ipv4.c, tcp_v4_rcv'
	},
	'tcp-no-socket': {
		name: 'TCP port is closed',
		sentence: '{node} has no program at TCP port {detail}: it refuses the segment.',
		plain: '{node} has no connection and no program for this TCP segment: it refuses it.',
		why: 'A segment needs a connection, or, to begin one, a program that listens at the port. If there is neither, the answer is a reset (RST), and the other side reads "Connection refused".',
		mend: 'Start a program that listens at this port, or connect to another one.',
		source: 'net/ipv4/tcp_ipv4.c, tcp_v4_send_reset'
	},
	'tcp-invalid': {
		name: 'Segment out of place',
		sentence: '{node} drops the segment{on}: it does not fit the state of the connection.',
		why: 'A connection accepts only what belongs to it: sequence numbers inside its window, and flags that make sense in its state. What is out of place is dropped, often with an ACK that says what would fit.',
		mend: '',
		source: 'net/ipv4/tcp_input.c, tcp_validate_incoming; RFC 9293, 3.10.7'
	},
	'tcp-backlog-full': {
		name: 'Too many connections wait',
		sentence: '{node} drops the SYN{on}: so many connections wait to be accepted that there is no room for another.',
		why: 'A listening program gets new connections from a queue, whose length it chooses (backlog). When it is full, SYNs are dropped, and the clients try again.',
		mend: 'Let the program accept faster, or with a longer backlog.',
		source: 'net/ipv4/tcp_ipv4.c, tcp_conn_request'
	},
	'socket-full': {
		name: 'Receive buffer is full',
		sentence: "{node} drops the data{on}: the program has not read what came before, and the socket's buffer is full.",
		why: 'What a program has not read yet waits in the receive buffer of its socket (SO_RCVBUF). UDP has no way to slow the sender down.',
		mend: 'Send more slowly, or read faster.',
		source: 'net/ipv4/udp.c, __udp_enqueue_schedule_skb'
	},
	'nf-drop': {
		name: 'Dropped by a rule',
		sentence: '{node} drops the packet{on}: the {detail} chain says DROP.',
		plain: '{node} drops the packet{on}: a rule says DROP.',
		why: 'A rule with the target DROP, or the policy of a chain in which no rule decided, ends the packet. Nobody is told.',
		mend: 'Look at the rules that were tried: the one that decided is marked.',
		source: 'net/netfilter/core.c, nf_hook_slow'
	},
	'nf-reject': {
		name: 'Rejected by a rule',
		sentence: '{node} rejects the packet{on}: a rule says REJECT ({detail}).',
		plain: '{node} rejects the packet{on}: a rule says REJECT.',
		why: 'REJECT ends the packet as DROP does, and tells its sender so: by an ICMP error, or by a reset for a TCP segment.',
		mend: 'Look at the rules that were tried: the one that decided is marked.',
		source: 'net/ipv4/netfilter/ipt_REJECT.c, reject_tg'
	},
	'nat-no-address': {
		name: 'No address to masquerade with',
		sentence: '{node} drops the packet{on}: MASQUERADE finds no address there to take.',
		why: 'MASQUERADE gives a connection the address of the interface that it leaves by. Without one there is nothing to give.',
		mend: 'Give the interface an address.',
		source: 'net/netfilter/nf_nat_masquerade.c, nf_nat_masquerade_ipv4'
	},
	'nat-moved': {
		name: 'Way of a masqueraded connection has changed',
		sentence: '{node} drops the packet{on} and forgets its connection: it was masqueraded for another way out.',
		why: 'A masqueraded connection has the address of the interface by which it left. When a route leads it elsewhere the address there is another one, which the far end does not know.',
		mend: 'Begin the connection again.',
		source: 'net/netfilter/nf_nat_core.c, nf_nat_oif_changed'
	},
	'conntrack-invalid': {
		name: 'Clash of connections',
		sentence: '{node} drops the packet{on}: another connection with the same addresses and ports was quicker.',
		why: 'Two first packets can ask for the same translated addresses at once, or NAT has found no free port. Only one entry can be made; the loser is dropped, and its sender tries again.',
		mend: '',
		source: 'net/netfilter/nf_conntrack_core.c, __nf_conntrack_confirm'
	},
	'conntrack-full': {
		name: 'Connection table is full',
		sentence: '{node} drops the packet{on}: the conntrack table has no room for another connection.',
		why: 'Every tracked connection takes an entry until its timeout. Above nf_conntrack_max new ones are refused.',
		mend: 'Raise net.netfilter.nf_conntrack_max, or find out who opens so many connections.',
		source: 'net/netfilter/nf_conntrack_core.c, __nf_conntrack_alloc'
	},
	'storm-stopped': {
		name: 'Stopped by you',
		sentence: 'The frame is taken off the network{on}: you stopped the storm.',
		why: 'In a storm frames beget frames, without end. Stopping it takes all of them away at once, as if every cable were pulled for a moment.',
		mend: 'Break the loop before you send again.',
		source: ''
	}
};

export function dropSentence(facts: StepFacts['drop'], at: Place): string {
	const { sentence, plain } = dropReasons[facts.reason];
	const template = facts.detail === '' ? (plain ?? sentence) : sentence;
	return sentenceOf(
		fill(template, {
			node: at.node,
			on: facts.dev === '' ? '' : ` on ${facts.dev}`,
			dev: facts.dev === '' ? '' : ` ${facts.dev}`,
			detail: facts.detail
		})
	);
}

/** Why it is so, and what would mend it. */
export function dropParagraph(reason: DropReason): string {
	const { why, mend } = dropReasons[reason];
	return mend === '' ? why : `${why} ${mend}`;
}
