/**
 * The paths of a web server, one a line, as a person would type them: "/old 301 /new", "/page 200 type=text/html <p>Here</p>", "/form 303 methods=POST /new". What stands last is the
 * location of a redirect, else the body, where \n is an end of line and \\ a backslash.
 */
import type { HttpAnswer } from '../../lab/services/http.ts';
import { isRedirect } from '../../lab/services/http-status.ts';

type Paths = Record<string, HttpAnswer>;

const PLAIN = 'text/plain';

function escaped(text: string): string {
	return text.replace(/\\/g, '\\\\').replace(/\r/g, '\\r').replace(/\n/g, '\\n');
}

function unescaped(text: string): string {
	return text.replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? letter);
}

function lineOf(path: string, { status, type, body, location, methods }: HttpAnswer): string {
	return [
		path,
		String(status),
		// One word: the spaces of a content type mean nothing.
		...(type === PLAIN ? [] : [`type=${type.replace(/\s/g, '')}`]),
		...(methods === undefined ? [] : [`methods=${methods.join(',')}`]),
		...(location === undefined ? [] : [location]),
		...(body === undefined ? [] : [`body=${escaped(body)}`])
	].join(' ');
}

/** Words before a body that begins with one of these would be misread; so it says what it is. */
const NAMED = /^(type|methods|body)=/;

export function pathsText(paths: Paths = {}): string {
	return Object.entries(paths)
		.map(([path, answer]) => {
			const { body, location } = answer;
			const line = lineOf(path, answer);
			const plain =
				body !== undefined && location === undefined && body !== '' && !NAMED.test(body) && body === body.trim();
			return plain && !isRedirect(answer.status) ? line.replace(' body=', ' ') : line;
		})
		.join('\n');
}

/** What a line can't be read as stays as it is, for the schema to refuse with its reason. `wrong`: a line that is none. */
export function pathsOf(text: string): { paths: Record<string, unknown> } | { wrong: string } {
	const paths: Record<string, unknown> = {};
	for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
		const [, path, status = '200', rest = ''] = /^\s*(\S+)(?:[ \t]+(\d+))?(?:[ \t]+(.*))?$/.exec(line) ?? [];
		if (path === undefined || (rest === '' && !/^\s*\S+([ \t]+\d+)?\s*$/.test(line)))
			return { wrong: `"${line.trim()}" is no path, such as /old 301 /new` };
		if (path in paths) return { wrong: `${path} stands there twice` };
		paths[path] = answerOf(Number(status), rest);
	}
	return { paths };
}

function answerOf(status: number, text: string): Record<string, unknown> {
	const answer: Record<string, unknown> = { status };
	let rest = text;
	for (
		let named = /^(type|methods)=(\S*)\s*/.exec(rest);
		named !== null;
		named = /^(type|methods)=(\S*)\s*/.exec(rest)
	) {
		answer[named[1]] = named[1] === 'type' ? named[2] : named[2].split(',');
		rest = rest.slice(named[0].length);
	}
	if (isRedirect(status) && rest !== '' && !rest.startsWith('body=')) {
		const [location] = rest.split(/\s/, 1);
		answer.location = location;
		rest = rest.slice(location.length).trimStart();
	}
	if (rest.startsWith('body=')) answer.body = unescaped(rest.slice('body='.length));
	else if (rest !== '') answer.body = unescaped(rest);
	return answer;
}
