import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/src/**/*.test.ts', 'web/*.test.ts'],
    // Slow suites (faults, fuzz, whole districts) end in .slow.test.ts and run with `npm run test:all`.
    exclude:
      process.env.ROLLBOOK_SUITE === 'all' ? ['node_modules/**'] : ['node_modules/**', '**/*.slow.test.ts'],
    globalSetup: ['test/global.ts'],
    setupFiles: ['test/support/seed.ts'],
    // A verdict is never a matter of time: these only end what hangs, on a machine that others keep busy too.
    testTimeout: process.env.ROLLBOOK_SUITE === 'all' ? 600_000 : 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Of the slow ones many wait for processes of their own, and leave a core free.
    maxWorkers: process.env.ROLLBOOK_SUITE === 'all' ? 3 : 2,
  },
})
