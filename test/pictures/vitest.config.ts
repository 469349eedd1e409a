import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/pictures/**/*.test.ts'],
    globalSetup: 'test/support/temporary.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
