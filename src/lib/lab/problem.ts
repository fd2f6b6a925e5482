/** What is wrong with a document, where, and what would be right. */
export interface Problem {
	/** Such as "nodes[3].interfaces[0].addresses[0]"; "" is the document itself. */
	path: string;
	/** A sentence without the path. */
	message: string;
	/** What to write instead, where that is known. */
	mend?: string;
	/**
	 * An error: the document can't be used. A warning: it runs, but something in it has no effect or
	 * breaks the network, as it would on Linux; people break networks on purpose here.
	 */
	severity: 'error' | 'warning';
}

/** What is wrong and what would be right, without the place. */
export function told({ message, mend }: { message: string; mend?: string }): string {
	return mend === undefined || mend === '' ? message : `${message}: ${mend}`;
}

/** One line, as the command line and the tests print it. */
export function formatProblem({ path, message, mend }: Problem): string {
	return `${path === '' ? '' : `${path}: `}${message}${mend === undefined ? '' : ` (${mend})`}`;
}

/** `["nodes", 3, "name"]` as `nodes[3].name`. */
export function formatPath(keys: readonly (string | number)[]): string {
	let path = '';
	for (const key of keys) {
		if (typeof key === 'number') path += `[${key}]`;
		else if (/^[A-Za-z_$][\w$]*$/.test(key)) path += path === '' ? key : `.${key}`;
		else path += `[${JSON.stringify(key)}]`;
	}
	return path;
}
