/** What a network device is: data. Its behaviour is found by its kind in `types.ts`. */
import type { Neighbour } from '../neighbour/entry.ts';
import type { Packet } from '../packet.ts';
import type { Conf, NeighParms } from '../sysctl.ts';
import type { BridgePort, BridgeState } from './bridge/state.ts';

export interface InterfaceAddress {
	/** IPv4, host order. */
	address: number;
	length: number;
	/** An address of the subnet that it is in: the peer's where it has one, else its own (ifa_address). */
	subnet: number;
	/** Further addresses of a subnet that the interface already has one in (IFA_F_SECONDARY). */
	secondary: boolean;
}

/** A device of any netns. */
export interface DeviceRef {
	/** Index of the netns in the world. */
	ns: number;
	/** ifindex */
	dev: number;
}

export interface Device {
	/** ifindex, from 1 (lo). */
	index: number;
	name: string;
	/** Key of `deviceTypes`. */
	kind: string;
	/** The lab's node that shows it: a bridge's ports are the bridge node's. */
	node: string;
	mac: number;
	mtu: number;
	/** Administratively (IFF_UP). */
	up: boolean;
	/** The other end of the link is there and up (IFF_LOWER_UP). */
	carrier: boolean;
	addresses: InterfaceAddress[];
	/** net.ipv4.conf.DEV.*, with those of `all` taken in. */
	conf: Conf;
	/** net.ipv4.conf.DEV.* as written. */
	ownConf: Conf;
	/** net.ipv4.neigh.DEV.* */
	neigh: NeighParms;
	/** ifindex of its bridge, 0: none. */
	master: number;
	/** Index of its link in the world, -1: none. */
	link: number;
	/** Which end of the link it is. */
	end: 0 | 1;
	/** Nobody is asked for a MAC on it (IFF_NOARP): frames carry its own as their destination. */
	noArp: boolean;
	/** State of its own kind, plain data that only the kind's file reads (netdev_priv). */
	own: unknown;
	bridge: BridgeState | null;
	/** Sequence numbers that TCP connections began with, as they came in by this interface; null: nobody wants to know (see heard.ts). */
	heard: Map<string, number> | null;
	/** What it is to its bridge, null: no port. */
	port: BridgePort | null;
	/** Who takes its frames before the protocols do, a key of `rxHandlers`; "": nobody (dev->rx_handler). */
	rxHandler: string;
	/** For that handler (dev->rx_handler_data). */
	rxData: unknown;
	/** The neighbour that was last sent to: most packets go where the one before went. */
	recent: Neighbour | null;
	rxPackets: number;
	txPackets: number;
	dropped: number;
	/** ARP questions whose answer for another machine is put off; `due` in ns. */
	proxyQueue: { due: number; request: Packet }[];
	/** Fragments whose turn to leave by it comes. */
	pieces: Packet[];
	/** Broadcasts sent by it, on their way back to this very netns. */
	ownBroadcasts: Packet[];
	/** Packets that wait here for nothing but their turn (net/core/dev.c, enqueue_to_backlog); kept so that a checkpoint holds them. */
	backlog: Packet[];
}

/** It is up and has a carrier: frames can pass (netif_running and netif_carrier_ok). */
export function running(device: Device): boolean {
	return device.up && device.carrier;
}
