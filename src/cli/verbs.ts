import type { Command } from './command.ts'

export type Verbs = Readonly<Record<string, () => Promise<{ readonly command: Command }>>>

/**
 * Every verb, in the order of `rollbook --help`. Each is loaded when it is asked for: starting stays fast
 * however many there are.
 */
export const verbs: Verbs = {
  validate: () => import('./commands/validate.ts'),
  'district add': () => import('./commands/district-add.ts'),
  'district list': () => import('./commands/district-list.ts'),
  connect: () => import('./commands/connect.ts'),
  switch: () => import('./commands/switch.ts'),
  secret: () => import('./commands/secret.ts'),
  provider: () => import('./commands/provider.ts'),
  sharers: () => import('./commands/sharers.ts'),
  invite: () => import('./commands/invite.ts'),
  plan: () => import('./commands/plan.ts'),
  apply: () => import('./commands/apply.ts'),
  discard: () => import('./commands/discard.ts'),
  sync: () => import('./commands/sync.ts'),
  refresh: () => import('./commands/refresh.ts'),
  runs: () => import('./commands/runs.ts'),
  run: () => import('./commands/run.ts'),
  undo: () => import('./commands/undo.ts'),
  rules: () => import('./commands/rules.ts'),
  search: () => import('./commands/search.ts'),
  explain: () => import('./commands/explain.ts'),
  export: () => import('./commands/export.ts'),
  roster: () => import('./commands/roster.ts'),
  feed: () => import('./commands/feed.ts'),
  generate: () => import('./commands/generate.ts'),
  demo: () => import('./commands/demo.ts'),
  sandbox: () => import('./commands/sandbox.ts'),
  serve: () => import('./commands/serve.ts'),
  worker: () => import('./commands/worker.ts'),
  'rotate-key': () => import('./commands/rotate-key.ts'),
  migrate: () => import('./commands/migrate.ts'),
  doctor: () => import('./commands/doctor.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
}
