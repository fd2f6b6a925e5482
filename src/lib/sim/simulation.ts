/** Runs a world: gives the kernel its clock, its links and its timers, and the programs their events. */
import type { Action } from '../lab/document.ts';
import type { Kernel, SocketEvent, Tap } from '../kernel/context.ts';
import type { Device } from '../kernel/devices/device.ts';
import { deviceReceive } from '../kernel/devices/receive.ts';
import { timers, wheelTimers } from '../kernel/assemble.ts';
import { drop } from '../kernel/drop.ts';
import { forgetQuestions } from '../kernel/neighbour/table.ts';
import type { Netns } from '../kernel/netns.ts';
import { clone, release, scrub, type Packet } from '../kernel/packet.ts';
import { destroySocket } from '../kernel/sockets/socket.ts';
import { delayOf, enqueue, isDoubled, isLost, sendingTime } from './impair.ts';
import type { LinkWay } from './link-way.ts';
import type { Process } from './process.ts';
import {
	discard,
	EVENT_FRAME,
	EVENT_INPUT,
	EVENT_NOTIFY,
	EVENT_SEND,
	EVENT_TIMER,
	EVENT_WAKE,
	peek,
	pop,
	push
} from './queue.ts';
import { nextRandom } from './random.ts';
import { nullRecorder, type SimRecorder } from './recorder.ts';
import type { World } from './world.ts';

/** A program's behaviour. `state` is what `start` made of the arguments. */
export interface Program {
	/** For people: "ping -c 1 10.0.0.2". */
	command(args: unknown): string;
	start(sim: Simulation, ns: Netns, process: Process, args: unknown): void;
	socket(sim: Simulation, ns: Netns, process: Process, socket: number, event: SocketEvent): void;
	wake(sim: Simulation, ns: Netns, process: Process, tag: number): void;
}

/** What an input does, by its action. */
export type Perform = (sim: Simulation, flow: number, node: string | undefined, action: Action) => void;

/** Links after which a packet is looked at for going round, and again each time it has crossed as many more. */
const FAR = 6;

/**
 * ns from what happens at a socket to the program that hears of it, and from one system call to the next. On a real machine
 * the softirq has drained the network by then, so what a program does comes after every frame that was under way without delay.
 */
export const PROGRAM_COST = 10_000;

/** A wake that no later one takes the place of. */
const ANY_WAKE = -1;

interface Notice {
	socket: number;
	event: SocketEvent;
}

/** The behaviour around a world. Holds no state of its own that a checkpoint would miss. */
export class Simulation implements Kernel {
	world: World;
	rec: SimRecorder;
	tap: Tap | null = null;
	/** Asked about a packet that has crossed many links; true: the run is to pause after this event. */
	onFarTravelled: ((packet: Packet) => boolean) | null = null;
	/** `run` ended because `onFarTravelled` asked for it. */
	paused = false;
	readonly programs: Record<string, Program>;
	readonly #perform: Perform;

	constructor(world: World, programs: Record<string, Program>, perform: Perform, rec: SimRecorder = nullRecorder) {
		this.world = world;
		this.programs = programs;
		this.#perform = perform;
		this.rec = rec;
	}

	get now(): number {
		return this.world.now;
	}

	random(): number {
		return nextRandom(this.world.random);
	}

	transmit(ns: Netns, dev: Device, packet: Packet): void {
		const link = this.world.links[dev.link];
		if (link === null || link === undefined || !link.up)
			return drop(this, ns, 'device', packet, 'no-carrier', dev.name);
		const way = link.ways[dev.end];
		if (way !== null) return this.#impaired(ns, dev, way, packet);
		this.#fly(dev.link, dev.end, packet, this.world.now + link.delays[dev.end], false);
	}

	/** Puts a frame on its way by a link. */
	#fly(link: number, end: 0 | 1, packet: Packet, arrive: number, lost: boolean): void {
		if (this.rec.on) this.rec.hop(arrive, link, end, lost, packet);
		packet.crossed++;
		if (
			this.onFarTravelled !== null &&
			packet.crossed >= FAR &&
			packet.crossed % FAR === 0 &&
			this.onFarTravelled(packet)
		)
			this.paused = true;
		// The next netns starts anew.
		scrub(packet);
		this.world.inFlight++;
		const joints = this.world.links[link]!.joints;
		push(this.world.queue, arrive, EVENT_FRAME, link, end === 0 ? 1 : 0, lost ? 1 : 0, joints, packet);
	}

	/** A frame comes to a link that does more than delay it: it waits for its turn if it has to. */
	#impaired(ns: Netns, dev: Device, way: LinkWay, packet: Packet): void {
		if (way.rate === 0) return this.#send(ns, dev, way, packet);
		const before = enqueue(way, this.world.now, packet.length);
		if (before < 0) return drop(this, ns, 'device', packet, 'link-queue-full', dev.name, String(way.leaves.length - 1));
		if (before === 0) return this.#send(ns, dev, way, packet);
		const starts = way.free - sendingTime(way, packet.length);
		if (this.rec.on) {
			const wait = starts - this.world.now;
			this.rec.step(ns, 'device', 'queue', packet, { kind: 'link-queue', dev: dev.name, before, wait });
		}
		this.world.inFlight++;
		push(this.world.queue, starts, EVENT_SEND, ns.index, dev.index, 0, 0, packet);
	}

	/** The link is free for a frame: what happens to it on the way is decided now. */
	#send(ns: Netns, dev: Device, way: LinkWay, packet: Packet): void {
		const random = () => this.random();
		const twice = isDoubled(way, random);
		const copy = twice ? clone(packet) : null;
		this.#sendOne(ns, dev, way, packet, random);
		if (copy === null) return;
		if (this.rec.on) {
			copy.cause = packet.cause;
			this.rec.step(ns, 'device', 'note', copy, { kind: 'link-double', dev: dev.name });
		}
		this.#sendOne(ns, dev, way, copy, random);
	}

	#sendOne(ns: Netns, dev: Device, way: LinkWay, packet: Packet, random: () => number): void {
		const lost = isLost(way, random);
		const arrive = this.world.now + sendingTime(way, packet.length) + delayOf(way, random);
		const ahead = way.latest - arrive;
		if (ahead > 0 && this.rec.on)
			this.rec.step(ns, 'device', 'note', packet, { kind: 'link-overtake', dev: dev.name, by: ahead });
		way.latest = Math.max(way.latest, arrive);
		this.#fly(dev.link, dev.end, packet, arrive, lost);
	}

	peer(_ns: Netns, dev: Device): Device | null {
		const link = dev.link < 0 ? null : this.world.links[dev.link];
		if (!link?.up) return null;
		const far = link.ends[dev.end === 0 ? 1 : 0];
		return far.ns < 0 ? null : (this.world.namespaces[far.ns]?.devices[far.dev] ?? null);
	}

	netns(index: number): Netns | null {
		return this.world.namespaces[index] ?? null;
	}

	schedule(ns: Netns, delay: number, kind: string, key: number, extra: number, cause: number): void {
		const { queue, now } = this.world;
		push(queue, now + delay, EVENT_TIMER, ns.index, key, extra, cause, kind, wheelTimers.has(kind));
	}

	notify(ns: Netns, socket: number, owner: number, event: SocketEvent, packet: Packet | null): void {
		const notice: Notice = { socket, event };
		push(
			this.world.queue,
			this.world.now + PROGRAM_COST,
			EVENT_NOTIFY,
			ns.index,
			owner,
			packet?.cause ?? -1,
			packet?.flow ?? -1,
			notice
		);
	}

	/** Wakes `process` after `delay` ns with `tag`; a wake asked for earlier is forgotten. */
	wake(process: Process, delay: number, tag: number): void {
		push(this.world.queue, this.world.now + delay, EVENT_WAKE, process.pid, tag, ++process.wakes, 0, null);
	}

	/** Wakes `process` for its next system call with `tag`, `delay` ns from now, whatever else it waits for. */
	soon(process: Process, tag: number, delay = PROGRAM_COST): void {
		push(this.world.queue, this.world.now + delay, EVENT_WAKE, process.pid, tag, ANY_WAKE, 0, null);
	}

	/** Puts an input into the queue, `delay` ns from now; answers its flow. */
	input(delay: number, node: string | undefined, action: Action): number {
		const flow = this.world.flows++;
		push(this.world.queue, this.world.now + delay, EVENT_INPUT, flow, 0, 0, 0, { node, action });
		return flow;
	}

	/** Takes an input back that is not due yet. */
	cancel(flow: number): void {
		const { queue } = this.world;
		discard(queue, (slot) => queue.kind[slot] === EVENT_INPUT && queue.a[slot] === flow);
	}

	spawn(ns: Netns, program: string, args: unknown, flow: number, cause: number): Process {
		const process: Process = {
			pid: this.world.nextPid++,
			program,
			ns: ns.index,
			flow,
			cause,
			state: {},
			sockets: [],
			wakes: 0
		};
		this.world.processes.set(process.pid, process);
		this.world.programNames[process.pid] = program;
		const behaviour = this.programs[program];
		if (this.rec.on) {
			process.cause = this.rec.step(
				ns,
				'app',
				'note',
				null,
				{ kind: 'app-start', program, command: behaviour.command(args) },
				cause
			);
		}
		behaviour.start(this, ns, process, args);
		return process;
	}

	/** Processes the next event. False: there is none. */
	step(): boolean {
		const { world } = this;
		const { queue } = world;
		if (queue.size === 0) return false;
		const slot = pop(queue);
		world.now = queue.time[slot];
		world.events++;
		const ref = queue.ref[slot];
		queue.ref[slot] = null;
		const a = queue.a[slot];
		const b = queue.b[slot];
		const c = queue.c[slot];
		switch (queue.kind[slot]) {
			case EVENT_FRAME:
				if (queue.d[slot] > 0) push(queue, world.now, EVENT_FRAME, a, b, c, queue.d[slot] - 1, ref);
				else this.#arrive(a, b, c === 1, ref as Packet);
				break;
			case EVENT_SEND:
				this.#turn(a, b, ref as Packet);
				break;
			case EVENT_TIMER: {
				const ns = world.namespaces[a];
				if (ns) timers[ref as string](this, ns, b, c, queue.d[slot]);
				break;
			}
			case EVENT_NOTIFY:
				this.#tell(a, b, c, queue.d[slot], ref as Notice);
				break;
			case EVENT_WAKE: {
				const process = world.processes.get(a);
				const ns = process && world.namespaces[process.ns];
				if (process && ns && (c === ANY_WAKE || process.wakes === c))
					this.programs[process.program].wake(this, ns, process, b);
				break;
			}
			case EVENT_INPUT: {
				const { node, action } = ref as { node: string | undefined; action: Action };
				this.#perform(this, a, node, action);
				break;
			}
		}
		return true;
	}

	/** Runs until `time` (ns, events at it included), or until nothing is left, or `limit` events. Answers the events processed. */
	run(time: number, limit = Infinity): number {
		const { queue } = this.world;
		let done = 0;
		this.paused = false;
		while (done < limit && !this.paused && queue.size > 0 && queue.time[peek(queue)] <= time) {
			this.step();
			done++;
		}
		return done;
	}

	/** Throws away every frame on its way and every program that an input started. */
	halt(): void {
		const { world } = this;
		discard(world.queue, (slot) => {
			const kind = world.queue.kind[slot];
			if (kind === EVENT_SEND) {
				this.#stop(world.namespaces[world.queue.a[slot]] ?? null, world.queue.b[slot], world.queue.ref[slot] as Packet);
				return true;
			}
			if (kind !== EVENT_FRAME) return kind === EVENT_INPUT;
			const packet = world.queue.ref[slot] as Packet;
			const link = world.links[world.queue.a[slot]];
			const end = link?.ends[world.queue.b[slot] as 0 | 1];
			const ns = end ? world.namespaces[end.ns] : null;
			this.rec.lose(packet.hop);
			if (ns && end) drop(this, ns, 'device', packet, 'storm-stopped', end.interface);
			return true;
		});
		world.inFlight = 0;
		for (const ns of world.namespaces) if (ns !== null) this.#hush(ns);
	}

	/** A frame that waits for its link will not be sent. */
	#stop(ns: Netns | null, dev: number, packet: Packet): void {
		if (ns !== null) drop(this, ns, 'device', packet, 'storm-stopped', ns.devices[dev]?.name ?? '');
	}

	/** Ends what would send again by itself: programs that an input started, with their sockets, and questions for a neighbour. */
	#hush(ns: Netns): void {
		for (const process of [...this.world.processes.values()]) {
			if (process.ns !== ns.index || process.flow < 0) continue;
			this.world.processes.delete(process.pid);
			for (const id of process.sockets) {
				const socket = ns.sockets.all.get(id);
				if (socket) destroySocket(ns.sockets, socket);
			}
		}
		for (const device of ns.devices) if (device) forgetQuestions(this, ns, device);
	}

	/** A frame that waited for its link has its turn. */
	#turn(nsIndex: number, devIndex: number, packet: Packet): void {
		const { world } = this;
		world.inFlight--;
		const ns = world.namespaces[nsIndex];
		const device = ns?.devices[devIndex];
		const link = device ? world.links[device.link] : null;
		if (!ns || !device) return release(packet);
		if (!link?.up) return drop(this, ns, 'device', packet, 'no-carrier', device.name);
		const way = link.ways[device.end];
		if (way !== null) this.#send(ns, device, way, packet);
		else this.#fly(device.link, device.end, packet, world.now + link.delays[device.end], false);
	}

	#arrive(linkIndex: number, end: number, lost: boolean, packet: Packet): void {
		const { world } = this;
		world.inFlight--;
		const link = world.links[linkIndex];
		const to = link?.ends[end as 0 | 1];
		const ns = to ? world.namespaces[to.ns] : null;
		const device = to && ns ? ns.devices[to.dev] : null;
		if (!link || !to || !ns || !device) return release(packet);
		if (lost || !link.up) {
			this.rec.lose(packet.hop);
			return drop(this, ns, 'device', packet, lost ? 'link-lost' : 'no-carrier', device.name);
		}
		deviceReceive(this, ns, device, packet);
	}

	#tell(nsIndex: number, pid: number, cause: number, flow: number, notice: Notice): void {
		const ns = this.world.namespaces[nsIndex];
		const process = this.world.processes.get(pid);
		if (!ns || !process) return;
		// An error or the end can be the last that is heard of a socket; anything else of a closed one is nobody's.
		const last = notice.event.type === 'closed' || notice.event.type === 'error';
		if (!last && !ns.sockets.all.has(notice.socket)) return;
		if (cause >= 0) process.cause = cause;
		// What a service sends belongs to the flow of whoever it answers.
		const socket = ns.sockets.all.get(notice.socket);
		if (process.flow < 0 && socket !== undefined && flow >= 0) socket.flow = flow;
		this.programs[process.program].socket(this, ns, process, notice.socket, notice.event);
	}
}
