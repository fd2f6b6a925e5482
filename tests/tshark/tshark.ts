/** What tshark says of a capture. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedFields } from '../../src/lib/wire/dissect/catalogue.ts';

export const withoutTshark = spawnSync('tshark', ['--version']).status !== 0;

/** Fields whose order within a frame is kept, by their names. */
export type TsharkFields = Map<string, string[]>;

/** Two passes, as Wireshark makes them; names are not resolved. */
const OPTIONS = ['-2', '-n'];
const LONGEST_OUTPUT = 2 ** 30;

/** A capture file that is gone when `use` has ended. */
export function withCapture<T>(bytes: Uint8Array, use: (file: string) => T): T {
	const folder = mkdtempSync(join(tmpdir(), 'hopwise-tshark-'));
	try {
		const file = join(folder, 'capture.pcapng');
		writeFileSync(file, bytes);
		return use(file);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function tshark(file: string, ...words: string[]): string {
	const { stdout, stderr, status } = spawnSync('tshark', [...OPTIONS, '-r', file, ...words], {
		encoding: 'utf8',
		maxBuffer: LONGEST_OUTPUT
	});
	if (status !== 0) throw new Error(`tshark ${words.join(' ')}: ${stderr}`);
	return stdout;
}

/** Every field of every frame. */
export function fieldsOf(file: string): TsharkFields[] {
	return fieldsIn(tshark(file, '-T', 'json', '--no-duplicate-keys'));
}

export function fieldsIn(json: string): TsharkFields[] {
	const frames = JSON.parse(json) as {
		_source: { layers: Record<string, unknown> };
	}[];
	return frames.map(({ _source }) => {
		const found: TsharkFields = new Map();
		collect(_source.layers, found);
		return found;
	});
}

function collect(tree: unknown, found: TsharkFields): void {
	if (Array.isArray(tree)) for (const one of tree) collect(one, found);
	if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return;
	for (const [key, value] of Object.entries(tree)) {
		for (const one of Array.isArray(value) ? value : [value]) {
			if (typeof one !== 'string') collect(one, found);
			if (typeof one !== 'string' && namedFields.get(key)?.type !== 'none') continue;
			const value = typeof one === 'string' ? one : '';
			if (found.has(key)) found.get(key)!.push(value);
			else found.set(key, [value]);
		}
	}
}

export interface TsharkColumns {
	source: string;
	destination: string;
	protocol: string;
	length: string;
	info: string;
}

/** The columns of the packet list. */
export function columnsOf(file: string): TsharkColumns[] {
	const names = ['_ws.col.Source', '_ws.col.Destination', '_ws.col.Protocol', '_ws.col.Length', '_ws.col.Info'];
	return columnsIn(tshark(file, '-T', 'fields', ...names.flatMap((name) => ['-e', name])));
}

export function columnsIn(text: string): TsharkColumns[] {
	const lines = text.split('\n').slice(0, -1);
	return lines.map((line) => {
		const [source, destination, protocol, length, info] = line.split('\t');
		return { source, destination, protocol, length, info };
	});
}

/** Numbers of the frames that a display filter passes; a string: what tshark has against the filter. */
export function filtered(file: string, filter: string): number[] | string {
	const { stdout, stderr, status } = spawnSync(
		'tshark',
		[...OPTIONS, '-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
		{ encoding: 'utf8', maxBuffer: LONGEST_OUTPUT }
	);
	if (status !== 0) return stderr.replace(/^Running as user.*\n/, '').trim();
	return stdout.split('\n').slice(0, -1).map(Number);
}
