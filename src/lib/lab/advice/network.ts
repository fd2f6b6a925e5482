/** A lab as a network: who is on a wire with whom, and where a netns would send a packet. Static: what was learnt is not known here. */
import { contains, networkOf } from '../../net/prefix.ts';
import { parseOwnCidr, parseIpv4, type Cidr } from '../../net/text.ts';
import type { Lab, LabNode, Route } from '../document.ts';
import { formatPath } from '../problem.ts';
import { routePrefix, routesToBuild } from '../routes.ts';
import { segmentOf } from '../segment.ts';
import { devicesOf, netnsNodes, type LabDevice } from '../topology.ts';

/** An address where it stands. */
export interface OwnAddress extends Cidr {
	text: string;
	station: NetworkStation;
}

/** A device with an IP stack behind it. */
export interface NetworkStation {
	netns: LabNode;
	device: LabDevice;
	addresses: OwnAddress[];
	segment: NetworkSegment;
}

/** Everything that one broadcast reaches. */
export interface NetworkSegment {
	stations: NetworkStation[];
}

/** What a netns would do with a destination. */
export type Decision =
	| { kind: 'local' }
	| { kind: 'send'; station: NetworkStation; nextHop: number; gateway: boolean }
	| { kind: 'none' }
	| { kind: 'refused' };

/** A route of a netns: connected, or one of the document. */
interface Way extends Cidr {
	metric: number;
	dev: string;
	/** 0: connected. */
	gateway: number;
	refuses: boolean;
}

export class Network {
	readonly lab: Lab;
	readonly segments: NetworkSegment[] = [];
	/** By netns id. */
	readonly stations = new Map<string, NetworkStation[]>();
	#ways = new Map<string, Way[]>();

	constructor(lab: Lab) {
		this.lab = lab;
		const done = new Set<string>();
		for (const netns of netnsNodes(lab)) {
			for (const device of devicesOf(lab, netns.id)) {
				if (device.kind === 'lo' || device.master !== '' || done.has(`${netns.id}/${device.name}`)) continue;
				const segment: NetworkSegment = { stations: [] };
				for (const station of segmentOf(lab, device.node, device.name)) {
					done.add(`${station.netns.id}/${station.device.name}`);
					this.#add(station.netns, station.device, segment);
				}
				this.segments.push(segment);
			}
		}
	}

	#add(netns: LabNode, device: LabDevice, segment: NetworkSegment): void {
		const station: NetworkStation = { netns, device, addresses: [], segment };
		station.addresses = device.addresses.map((text) => ({ ...parseOwnCidr(text), text, station }));
		segment.stations.push(station);
		const of = this.stations.get(netns.id);
		if (of === undefined) this.stations.set(netns.id, [station]);
		else of.push(station);
	}

	/** Of one netns, on all its devices. */
	addressesOf(netns: string): OwnAddress[] {
		return (this.stations.get(netns) ?? []).flatMap(({ addresses }) => addresses);
	}

	/** The longest prefix, then the smallest metric, then the oldest, as the FIB does it. */
	decide(netns: LabNode, destination: number): Decision {
		const own = this.addressesOf(netns.id);
		if (own.some(({ address }) => address === destination)) return { kind: 'local' };
		let best: Way | undefined;
		for (const way of this.#waysOf(netns)) {
			if (!contains(way.address, way.length, destination)) continue;
			if (best === undefined || way.length > best.length || (way.length === best.length && way.metric < best.metric))
				best = way;
		}
		if (best === undefined) return { kind: 'none' };
		if (best.refuses) return { kind: 'refused' };
		const station = this.stations.get(netns.id)?.find(({ device }) => device.name === best.dev);
		if (station === undefined) return { kind: 'none' };
		return { kind: 'send', station, nextHop: best.gateway || destination, gateway: best.gateway !== 0 };
	}

	#waysOf(netns: LabNode): Way[] {
		let ways = this.#ways.get(netns.id);
		if (ways !== undefined) return ways;
		ways = this.addressesOf(netns.id)
			.filter(({ length, station }) => length < 32 && station.device.up)
			.map(({ address, length, station }) => ({
				address: networkOf(address, length),
				length,
				metric: 0,
				dev: station.device.name,
				gateway: 0,
				refuses: false
			}));
		for (const { route, refusal, dev } of routesToBuild(this.lab, netns.id)) {
			if (refusal === null) ways.push(wayOf(route, dev));
		}
		this.#ways.set(netns.id, ways);
		return ways;
	}

	/** The gateways that a netns sends through, each with where it is looked for. */
	gatewaysOf(netns: LabNode): { gateway: number; dev: string }[] {
		return this.#waysOf(netns).flatMap(({ gateway, dev }) => (gateway === 0 ? [] : [{ gateway, dev }]));
	}

	/** Who on the segment has `address`. */
	ownerOn(segment: NetworkSegment, address: number): NetworkStation | undefined {
		return segment.stations.find(({ addresses }) => addresses.some((own) => own.address === address));
	}

	/** Where an address stands in the document. */
	pathOf({ station: { device }, text }: OwnAddress): string {
		const at = this.lab.nodes.findIndex(({ id }) => id === device.node);
		const node = this.lab.nodes[at];
		if (device.kind === 'bridge')
			return formatPath(['nodes', at, 'bridge', 'addresses', node.bridge?.addresses.indexOf(text) ?? 0]);
		return formatPath([...this.#interfaceKeys(device), 'addresses', device.addresses.indexOf(text)]);
	}

	/** Where a device stands in the document. */
	pathOfDevice(device: LabDevice): string {
		const at = this.lab.nodes.findIndex(({ id }) => id === device.node);
		return formatPath(device.kind === 'bridge' ? ['nodes', at, 'bridge'] : this.#interfaceKeys(device));
	}

	#interfaceKeys(device: LabDevice): (string | number)[] {
		const at = this.lab.nodes.findIndex(({ id }) => id === device.node);
		return ['nodes', at, 'interfaces', this.lab.nodes[at].interfaces.findIndex(({ name }) => name === device.name)];
	}

	pathOfNode(id: string, ...more: (string | number)[]): string {
		return formatPath(['nodes', this.lab.nodes.findIndex((node) => node.id === id), ...more]);
	}
}

function wayOf(route: Route, dev: string): Way {
	const { address, length } = routePrefix(route.to);
	return {
		address,
		length,
		metric: route.metric,
		dev,
		gateway: route.via === undefined ? 0 : parseIpv4(route.via),
		refuses: route.type !== 'unicast'
	};
}

/** "eth0 of host1"; a switch's bridge is the switch. */
export function nameOf({ netns, device }: Pick<NetworkStation, 'netns' | 'device'>): string {
	return netns.kind === 'switch' ? netns.name : `${device.name} of ${netns.name}`;
}
