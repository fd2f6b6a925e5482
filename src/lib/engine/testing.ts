/** Sessions for tests: run to their end, and held against each other byte by byte. */
import type { Session } from './session.ts';

/** Runs until nothing is left, or a storm stands still, or it is far enough ahead. */
export function settle(session: Session): void {
	for (let i = 0; i < 2000 && session.advance(); i++);
}

/** Of every record and every byte on every link; of the first `most` records. FNV-1a, twice with different beginnings. */
export function traceHash(session: Session, most = Infinity): string {
	let low = 0x811c9dc5;
	let high = 0x1234567;
	const add = (byte: number) => {
		low = Math.imul(low ^ byte, 0x01000193);
		high = Math.imul(high ^ byte, 0x01000193) + 1;
	};
	const count = Math.min(session.progress.count, most);
	for (const record of session.records(0, count)) {
		const text = JSON.stringify(record);
		for (let i = 0; i < text.length; i++) add(text.charCodeAt(i));
		if (record.type === 'hop') session.frame(record.id).forEach(add);
	}
	return `${count} records, ${(high >>> 0).toString(16)}${(low >>> 0).toString(16)}`;
}
