import { defineConfig } from 'vitest/config';

// Within a file in order: each step stands on what the one before made.
export default defineConfig({
  test: { include: ['test/wire/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
