import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Thousands of accounts are written to the disk and forgotten: in memory, where that is to be had.
if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';

export default defineConfig({
  test: { include: ['test/chaos/**/*.test.ts'], globalSetup: 'test/support/temporary.ts', testTimeout: 3_600_000 },
});
