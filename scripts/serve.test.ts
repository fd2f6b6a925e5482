import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from './serve.mjs';

const folder = mkdtempSync(join(tmpdir(), 'hopwise-serve-'));
const page = `<!doctype html><meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self' 'sha256-x'">`;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	mkdirSync(join(folder, '_app/immutable'), { recursive: true });
	writeFileSync(join(folder, 'index.html'), page);
	writeFileSync(join(folder, '_app/immutable/worker.a1b2.js'), 'postMessage(1)');
	server = await serve({ folder, port: 47310 });
});
afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

test("the page's own policy is sent as a header too, and says who may frame it", async () => {
	const response = await fetch(server.address);
	expect(await response.text()).toBe(page);
	expect(response.headers.get('content-security-policy')).toBe(
		"default-src 'none'; script-src 'self' 'sha256-x'; frame-ancestors 'self'"
	);
});

test("a worker's script may talk to nobody but this server, and is kept for ever", async () => {
	const response = await fetch(`${server.address}_app/immutable/worker.a1b2.js`);
	expect(response.headers.get('content-security-policy')).toBe("default-src 'self'");
	expect(response.headers.get('cache-control')).toContain('immutable');
});

test('what is not there is a 404, also outside the folder', async () => {
	expect((await fetch(`${server.address}nothing.js`)).status).toBe(404);
	expect((await fetch(`${server.address}..%2f..%2fetc%2fpasswd`)).status).toBe(404);
});

test('a taken port makes it take the next one', async () => {
	const second = await serve({ folder, port: server.port });
	expect(second.port).toBeGreaterThan(server.port);
	expect((await fetch(second.address)).ok).toBe(true);
	await second.close();
});
