import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/wire/**', 'test/big/**', 'test/chaos/**', 'test/pictures/**'],
    globalSetup: 'test/support/temporary.ts',
    testTimeout: 20_000,
  },
});
