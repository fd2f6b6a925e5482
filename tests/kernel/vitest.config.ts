import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['tests/kernel/**/*.test.ts'],
		environment: 'node',
		// Labs mostly wait for Linux's timers: several of them side by side.
		maxConcurrency: 4,
		// A lab of STP takes 13 s, and is taken again where the machine was busy.
		testTimeout: 150_000
	}
});
