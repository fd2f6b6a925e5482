/** An HTTP client as curl is one: it looks the name up, connects, asks, follows redirects when told to, and asks again by the same connection. */
import { authorityOf, followUrl, http as action, readUrl, schemeOf } from '../../lab/actions/http.ts';
import type { Action } from '../../lab/document.ts';
import { isRedirect } from '../../lab/services/http-status.ts';
import { joined } from '../../wire/bytes.ts';
import {
	encodeHttpRequest,
	fieldOf,
	type HttpField,
	type HttpRequest,
	type HttpResponse,
	keepsAlive,
	missingBytes,
	takeHttpResponse
} from '../../wire/http-message.ts';
import type { Netns } from '../../kernel/netns.ts';
import type { Socket } from '../../kernel/sockets/socket.ts';
import { tcpClose } from '../../kernel/sockets/tcp/close.ts';
import { tcpConnect } from '../../kernel/sockets/tcp/connect.ts';
import { tcpSend } from '../../kernel/sockets/tcp/send.ts';
import type { Process } from '../../sim/process.ts';
import { PROGRAM_COST, type Simulation } from '../../sim/simulation.ts';
import { bindPort, explainErrno, finish, openSocket, say } from '../program.ts';
import { startLookup } from '../resolver.ts';
import { targeting, type TargetingProgram } from '../targeting.ts';

type Args = Extract<Action, { do: 'http' }>;

interface State extends Record<string, unknown> {
	args: Args;
	/** Where it is now, and how it asks there. */
	url: string;
	method: 'GET' | 'HEAD' | 'POST';
	body: string | undefined;
	/** URLs that come afterwards. */
	waiting: string[];
	/** Addresses by name, as long as it runs. */
	known: Record<string, number>;
	/** The connection, and whom it is to; 0: there is none. */
	socket: number;
	authority: string;
	connected: boolean;
	/** Requests on it so far. */
	asked: number;
	heard: Uint8Array;
	/** Followed for the present URL. */
	redirects: number;
	/** "200 OK (18 bytes)", in their order. */
	answers: string[];
}

/** CURLOPT_MAXREDIRS of the curl tool */
const MOST_REDIRECTS = 50;
/** A result names so many answers, of more only the last. */
const MOST_NAMED = 4;
/** The wake that goes on with another connection. */
const NEXT = 1;
/** ns from close(2) to connect(2): the program does not wait in between, so nobody else's runs. */
const NEXT_CALL = 1_000;
/** ns until a lookup begins, which reads files first: what the last connection's end brings about is over by then. */
const LOOKUP_START = 5 * PROGRAM_COST;

function stateOf(process: Process): State {
	return process.state as State;
}

/** Before anything is known: what the action says. */
function begun(process: Process): State {
	const { args } = process.state as { args: Args };
	const { url, then = [], method = 'GET', body } = args;
	if (process.state.known === undefined)
		Object.assign(process.state, {
			url,
			method,
			body,
			waiting: then.map((next) => followUrl(url, next)),
			known: {},
			socket: 0,
			authority: '',
			connected: false,
			asked: 0,
			heard: new Uint8Array(),
			redirects: 0,
			answers: []
		});
	return stateOf(process);
}

function hostOf(process: Process): string {
	return readUrl(begun(process).url).host;
}

function fail(sim: Simulation, ns: Netns, process: Process, why: string): void {
	finish(sim, ns, process, false, `curl: ${why}`);
}

function requestOf({ url, method, body, args }: State): HttpRequest {
	const place = readUrl(url);
	const bytes = new TextEncoder().encode(body ?? '');
	const fields: HttpField[] = [
		['Host', authorityOf(place)],
		['User-Agent', 'hopwise'],
		['Accept', '*/*']
	];
	if (args.close === true) fields.push(['Connection', 'close']);
	if (method === 'POST')
		fields.push(
			['Content-Length', String(bytes.length)],
			['Content-Type', args.type ?? 'application/x-www-form-urlencoded']
		);
	return { method, target: place.path, version: args.version === '1.0' ? 'HTTP/1.0' : 'HTTP/1.1', fields, body: bytes };
}

function ask(sim: Simulation, ns: Netns, process: Process, socket: Socket): void {
	const state = stateOf(process);
	const request = requestOf(state);
	state.asked++;
	if (sim.rec.on) {
		const facts = {
			kind: 'http-ask' as const,
			method: request.method,
			target: request.target,
			host: state.authority,
			version: request.version,
			length: request.body.length,
			number: state.asked
		};
		process.cause = sim.rec.step(ns, 'app', 'note', null, facts, process.cause, process.flow);
	}
	tcpSend(sim, ns, socket, encodeHttpRequest(request), process.cause);
}

/** The connection is of no more use. */
function hangUp(sim: Simulation, ns: Netns, process: Process): void {
	const state = stateOf(process);
	const socket = ns.sockets.all.get(state.socket);
	if (socket) {
		tcpClose(sim, ns, socket);
		socket.owner = -1;
	}
	process.sockets = process.sockets.filter((id) => id !== state.socket);
	Object.assign(state, { socket: 0, authority: '', connected: false, asked: 0, heard: new Uint8Array() });
}

/** Where the redirect leads; "": the answer is none, or isn't to be followed. */
function followed(state: State, { status, fields }: HttpResponse): string {
	const location = fieldOf(fields, 'location');
	return state.args.follow === true && isRedirect(status) && location !== undefined ? location : '';
}

function answered(sim: Simulation, ns: Netns, process: Process, response: HttpResponse): void {
	const state = stateOf(process);
	const { status, reason, body } = response;
	const keep = keepsAlive(response);
	const location = followed(state, response);
	if (sim.rec.on) {
		const named = isRedirect(status) ? (fieldOf(response.fields, 'location') ?? '') : '';
		const facts = {
			kind: 'http-heard' as const,
			status,
			reason,
			length: body.length,
			location: named,
			follows: location !== '',
			keep
		};
		process.cause = sim.rec.step(ns, 'app', 'note', null, facts, process.cause, process.flow);
	}
	const said = `${status}${reason === '' ? '' : ` ${reason}`}`;
	state.answers.push(location === '' ? `${said} (${body.length} bytes)` : said);
	const more = goOn(state, status, location);
	if (more === 'too many') {
		hangUp(sim, ns, process);
		return fail(sim, ns, process, `(47) Maximum (${MOST_REDIRECTS}) redirects followed`);
	}
	if (more === 'done') {
		hangUp(sim, ns, process);
		return finish(sim, ns, process, true, outcome(state.answers));
	}
	const socket = ns.sockets.all.get(state.socket);
	if (keep && socket && schemeOf(state.url) === 'http' && authorityOf(readUrl(state.url)) === state.authority)
		return ask(sim, ns, process, socket);
	hangUp(sim, ns, process);
	sim.soon(process, NEXT, Object.hasOwn(state.known, hostOf(process)) ? NEXT_CALL : LOOKUP_START);
}

/** Turns to what is asked for next. */
function goOn(state: State, status: number, location: string): 'more' | 'done' | 'too many' {
	if (location !== '') {
		if (state.redirects === MOST_REDIRECTS) return 'too many';
		state.redirects++;
		state.url = followUrl(state.url, location);
		// RFC 9110, 15.4: browsers and curl make a GET of a POST that 301 or 302 answer; 303 means just that.
		const other = status === 303 ? state.method !== 'HEAD' : status <= 302 && state.method === 'POST';
		if (other) Object.assign(state, { method: 'GET', body: undefined });
		return 'more';
	}
	const next = state.waiting.shift();
	if (next === undefined) return 'done';
	Object.assign(state, { url: next, method: state.args.method ?? 'GET', body: state.args.body, redirects: 0 });
	return 'more';
}

function outcome(answers: readonly string[]): string {
	return answers.length <= MOST_NAMED
		? answers.join(', then ')
		: `${answers.length} answers, at last ${answers.at(-1)}`;
}

/** What has come so far: an answer, a part of one, or nothing that could become one. */
function read(sim: Simulation, ns: Netns, process: Process, ended: boolean): void {
	const state = stateOf(process);
	if (!state.connected) return;
	const taken = takeHttpResponse(state.heard, state.method, ended);
	if (taken.type === 'message') {
		state.heard = taken.rest;
		return answered(sim, ns, process, taken.message);
	}
	if (taken.type === 'more' && !ended) return;
	const missing = missingBytes(state.heard);
	const empty = state.heard.length === 0;
	hangUp(sim, ns, process);
	if (taken.type === 'bad') return fail(sim, ns, process, `(1) Received HTTP that is none: ${taken.why}`);
	if (empty) return fail(sim, ns, process, '(52) Empty reply from server');
	fail(
		sim,
		ns,
		process,
		missing > 0
			? `(18) transfer closed with ${missing} bytes remaining to read`
			: '(56) Recv failure: the answer ends in its head'
	);
}

export const http: TargetingProgram = targeting<Args>({
	command: action.text,
	target: (_args, process) => hostOf(process),
	refuse(_args, process) {
		const { url } = begun(process);
		const scheme = schemeOf(url);
		if (scheme !== 'http') return `curl: (1) Protocol "${scheme}" not supported`;
		return /[^!-~]/.test(url) ? 'curl: (3) URL rejected: Malformed input to a URL function' : '';
	},
	unknown: (name) => `curl: (6) Could not resolve host: ${name}`,
	lookUp(sim, ns, process) {
		const name = hostOf(process);
		const { known } = stateOf(process);
		if (Object.hasOwn(known, name)) return { addresses: [known[name]], records: [] };
		return startLookup(sim, ns, process, name);
	},
	ready(sim, ns, process, _args, [address]) {
		const state = stateOf(process);
		const place = readUrl(state.url);
		state.known[place.host] = address;
		const socket = openSocket(ns, process, 'tcp');
		if (!bindPort(sim, ns, socket, 0)) return fail(sim, ns, process, `(45) bind failed: ${explainErrno('EADDRINUSE')}`);
		Object.assign(state, { socket: socket.id, authority: authorityOf(place), heard: new Uint8Array() });
		const errno = tcpConnect(sim, ns, socket, address, place.port, process.cause);
		if (errno !== '') fail(sim, ns, process, refused(state, explainErrno(errno)));
	},
	socket(sim, ns, process, id, event) {
		const state = stateOf(process);
		const socket = ns.sockets.all.get(id);
		if (id !== state.socket) return;
		if (event.type === 'connected' && socket) {
			state.connected = true;
			say(sim, ns, process, 'connected');
			ask(sim, ns, process, socket);
		} else if (event.type === 'data') {
			state.heard = joined(state.heard, event.data);
			read(sim, ns, process, false);
		} else if (event.type === 'eof') {
			read(sim, ns, process, true);
		} else if (event.type === 'error') {
			const why = explainErrno(event.errno);
			fail(sim, ns, process, state.connected ? `(56) Recv failure: ${why}` : refused(state, why));
		}
	},
	wake(sim, ns, process, tag) {
		if (tag === NEXT) http.again(sim, ns, process);
	}
});

function refused({ url }: State, why: string): string {
	const { host, port } = readUrl(url);
	return `(7) Failed to connect to ${host} port ${port}: ${why}`;
}
