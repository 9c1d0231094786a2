import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Slow suites (faults, fuzz, whole districts) end in .slow.test.ts and run with `npm run test:all`.
    exclude:
      process.env.ROLLBOOK_SUITE === 'all' ? ['node_modules/**'] : ['node_modules/**', '**/*.slow.test.ts'],
    globalSetup: ['test/global.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
