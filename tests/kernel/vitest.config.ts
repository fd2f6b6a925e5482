import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['tests/kernel/**/*.test.ts'],
		environment: 'node',
		// Labs mostly wait for Linux's timers: several of them side by side.
		maxConcurrency: 4,
		testTimeout: 60_000
	}
});
