import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/**/*.test.ts'], exclude: ['test/wire/**', 'test/big/**'], testTimeout: 20_000 } });
