import { defineConfig } from 'vitest/config';

// What takes minutes and gigabytes; one after the other.
export default defineConfig({
  test: { include: ['test/big/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 60_000, fileParallelism: false },
});
