/**
 * From a document of an older version to one of this. Each migration takes a document of its version to the
 * next; it is plain data both ways, and it is never changed once a version with it was released.
 */
import { LAB_VERSION } from './document.ts';

export type Document = Record<string, unknown>;
/** Makes a document of version `n + 1` out of one of version `n`; `version` itself is set by `migrate`. */
export type Migration = (document: Document) => Document;
/** By the version that they start from. Every version below the latest has one. */
export type Migrations = Readonly<Record<number, Migration>>;

/** Version 1 is the first one. */
export const migrations: Migrations = {};

export type Migrated = { ok: true; document: Document } | { ok: false; message: string };

export function migrate(document: Document, registry: Migrations = migrations, latest: number = LAB_VERSION): Migrated {
	const { version } = document;
	if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
		return { ok: false, message: `version is ${JSON.stringify(version) ?? 'missing'}; it is a whole number from 1 on` };
	}
	if (version > latest) {
		return { ok: false, message: `made by a newer Hopwise: version ${version}, and this one reads up to ${latest}` };
	}
	let current = document;
	for (let from = version; from < latest; from++) {
		const step = registry[from];
		if (step === undefined) throw new Error(`no migration from version ${from}`);
		current = { ...step(current), version: from + 1 };
	}
	return { ok: true, document: current };
}
