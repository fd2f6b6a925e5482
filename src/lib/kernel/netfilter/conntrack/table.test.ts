/** The table of connections: found by both directions, forgotten, swept, and given up when there is no room. */
import { describe, expect, it } from 'vitest';
import { type Conn, createConn, invert } from './conn.ts';
import {
	connAt,
	connections,
	createConnTable,
	dropEarly,
	enter,
	findTuple,
	forget,
	isReply,
	sameSource,
	sweep
} from './table.ts';

const none = { zone: 0, replyZone: 0 };

function connection(port: number, changes: Partial<Conn> = {}): Conn {
	const original = { protocol: 17, source: 0x0a000001, destination: 0x0a000002, sourcePort: port, destinationPort: 53 };
	return { ...createConn(port, original), expires: 100, ...changes };
}

function tableOf(...all: Conn[]) {
	const table = createConnTable();
	for (const conn of all) enter(table, conn);
	return table;
}

describe('the table of connections', () => {
	it('finds a connection by both of its directions, and by none when its time is over', () => {
		const conn = connection(1000);
		const table = tableOf(conn);
		const [original, reply] = [findTuple(table, none, conn.original, 0), findTuple(table, none, conn.reply, 99)];
		expect([connAt(table, original), isReply(original)]).toEqual([conn, false]);
		expect([connAt(table, reply), isReply(reply)]).toEqual([conn, true]);
		expect(findTuple(table, none, conn.original, 100)).toBe(-1);
		expect(table.count).toBe(0);
		expect(connections(table)).toEqual([]);
	});

	it('tells zones apart, each direction by itself', () => {
		const here = connection(1000, { zone: 1 });
		const there = connection(1000, { zone: 2, reply: { ...invert(connection(1000).original), destinationPort: 2000 } });
		const table = tableOf(here, there);
		expect(connAt(table, findTuple(table, { zone: 1, replyZone: 0 }, here.original, 0))).toBe(here);
		expect(connAt(table, findTuple(table, { zone: 2, replyZone: 0 }, here.original, 0))).toBe(there);
		expect(findTuple(table, none, here.original, 0)).toBe(-1);
		expect(connAt(table, findTuple(table, none, there.reply, 0))).toBe(there);
	});

	it('holds ten thousand, and forgets each of them by itself', () => {
		const all = Array.from({ length: 10_000 }, (_, i) =>
			connection(i + 1, { original: { ...connection(i + 1).original, source: i } })
		);
		for (const conn of all) conn.reply = invert(conn.original);
		const table = tableOf(...all);
		for (const conn of all.filter((_, i) => i % 2 === 0)) forget(table, conn);
		expect(table.count).toBe(5000);
		expect(all.map((conn) => findTuple(table, none, conn.reply, 0) >= 0)).toEqual(all.map((_, i) => i % 2 === 1));
	});

	it('sweeps out what has ended', () => {
		const table = tableOf(connection(1), connection(2, { expires: 500 }));
		sweep(table, 200);
		expect(connections(table).map(({ id }) => id)).toEqual([2]);
	});

	it('gives up unassured connections near the place of a new one, and no assured one', () => {
		const young = connection(1);
		expect(dropEarly(tableOf(connection(1)), young.original, 0)).toHaveLength(1);
		const old = connection(1, { assured: true });
		expect(dropEarly(tableOf(old), old.original, 0)).toEqual([]);
		const ended = tableOf(young);
		expect(dropEarly(ended, young.original, 100)).toEqual([]);
		expect(ended.count).toBe(0);
	});

	it('remembers how a source was translated, the latest first, until the connection goes', () => {
		const table = createConnTable();
		const [first, second] = [connection(7, { sourceDone: true }), connection(7, { sourceDone: true, id: 8 })];
		second.original = { ...second.original, destinationPort: 54 };
		second.reply = invert(second.original);
		for (const conn of [first, second]) enter(table, conn);
		expect(sameSource(table, 0, first.original)).toEqual([second, first]);
		forget(table, second);
		expect(sameSource(table, 0, first.original)).toEqual([first]);
	});

	it('keeps the order of sources while it grows, and is copied as plain data', () => {
		const all = Array.from({ length: 1000 }, (_, i) =>
			connection(9, { id: i + 1, sourceDone: true, original: { ...connection(9).original, destination: i } })
		);
		for (const conn of all) conn.reply = invert(conn.original);
		const table = structuredClone(tableOf(...all));
		expect(sameSource(table, 0, all[0].original).map(({ id }) => id)).toEqual(all.map(({ id }) => id).reverse());
		for (const conn of connections(table)) if (conn.id > 1) forget(table, conn);
		expect(findTuple(table, none, all[999].original, 0)).toBe(-1);
		expect(connAt(table, findTuple(table, none, all[0].reply, 0)).id).toBe(1);
	});
});
