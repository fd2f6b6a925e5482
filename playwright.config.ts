import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { defineConfig, devices } from '@playwright/test';

/** The system's Chromium where there is one, else Playwright's own. */
const chromium = process.env.CHROMIUM_PATH || ['/usr/bin/chromium'].find((path) => existsSync(path));

/** A port that nobody listens on. */
function freePort(): Promise<number> {
	return new Promise((done, fail) => {
		const server = createServer();
		server.on('error', fail);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => done(port));
		});
	});
}

// The workers read this file too, and must find the server that the first reading chose a port for.
process.env.HOPWISE_E2E_PORT ??= String(await freePort());
const baseURL = `http://127.0.0.1:${process.env.HOPWISE_E2E_PORT}/`;

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	fullyParallel: true,
	forbidOnly: Boolean(process.env.CI),
	workers: 2,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	reporter: process.env.CI ? [['list'], ['html', { open: 'never' }]] : 'list',
	use: {
		...devices['Desktop Chrome'],
		baseURL,
		viewport: { width: 1440, height: 900 },
		reducedMotion: 'reduce',
		trace: 'retain-on-failure',
		launchOptions: {
			executablePath: chromium,
			args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync']
		}
	},
	webServer: {
		command: 'node tests/e2e/server.mjs',
		url: baseURL,
		timeout: 300_000,
		reuseExistingServer: false,
		stdout: 'pipe'
	}
});
