/** A small server for the built page. It adds what a page can't say about itself: headers. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { root, SetupError } from './setup/terminal.mjs';

/** Ports tried after the first. */
const PORTS = 20;

/**
 * The page carries its policy in a meta tag, with the hashes of its own scripts. A worker takes its policy from its own
 * response, and "who may frame this" counts in a header only, so both come from here.
 * @param {string} html
 */
export function policies(html) {
	const meta = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(html)?.[1] ?? "default-src 'self'";
	return { page: `${meta}; frame-ancestors 'self'`, other: "default-src 'self'" };
}

/**
 * @param {{ host?: string, port?: number, folder?: string }} [options]
 * @returns {Promise<{ address: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ host = '127.0.0.1', port = 4173, folder = join(root, 'build') } = {}) {
	const policy = policies(readFileSync(join(folder, 'index.html'), 'utf8'));
	const files = sirv(folder, {
		etag: true,
		gzip: true,
		brotli: true,
		setHeaders(response, path) {
			const page = path.endsWith('.html') || !/\.\w+$/.test(path);
			response.setHeader('Content-Security-Policy', page ? policy.page : policy.other);
			// Files under immutable/ have their content's hash in their name.
			response.setHeader('Cache-Control', path.includes('/immutable/') ? 'max-age=31536000, immutable' : 'no-cache');
		}
	});
	const server = createServer((request, response) => {
		response.setHeader('X-Content-Type-Options', 'nosniff');
		response.setHeader('Referrer-Policy', 'no-referrer');
		files(request, response, () => {
			response.statusCode = 404;
			response.end('not found\n');
		});
	});
	const bound = await listen(server, host, port);
	return {
		address: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
		port: bound,
		close: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			})
	};
}

/**
 * @param {import('node:http').Server} server
 * @param {string} host
 * @param {number} first 0: any
 * @returns {Promise<number>} the port that was free
 */
async function listen(server, host, first) {
	for (let port = first; port < first + PORTS; port++) {
		const error = await new Promise((done) => {
			server.once('error', done);
			server.listen(port, host, () => {
				server.off('error', done);
				done(null);
			});
		});
		if (!error) return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
		if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
			throw new SetupError(`${host} is not an address of this machine.`);
		if (error.code === 'EACCES') throw new SetupError(`port ${port} needs root; choose another with --port.`);
		if (error.code !== 'EADDRINUSE') throw error;
	}
	throw new SetupError(`the ports ${first} to ${first + PORTS - 1} are all taken; choose another with --port.`);
}
