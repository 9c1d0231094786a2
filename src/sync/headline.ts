import type { Freshness } from './freshness.ts'

/** Who acts next: the reader, the SIS or provider the records come from, or whoever runs Rollbook. */
export type Actor = 'you' | 'source' | 'vendor'

/** What a connection can ask for. The list is closed: each reason has its own remedy and its owner. */
export const remedies = {
  credentials_refused: { owner: 'you', action: 'reconnect' },
  credentials_expired: { owner: 'you', action: 'reconnect' },
  sharing_ended: { owner: 'you', action: 'restore_sharing' },
  nothing_shared: { owner: 'you', action: 'restore_sharing' },
  provider_refused: { owner: 'vendor', action: 'see_runs' },
  provider_forbidden: { owner: 'vendor', action: 'see_runs' },
  path_missing: { owner: 'you', action: 'change_source' },
  source_unreachable: { owner: 'source', action: 'see_runs' },
} as const satisfies Readonly<Record<string, { owner: Actor; action: string }>>
export type NeedReason = keyof typeof remedies

export type ConnectionState =
  | { readonly state: 'not_set_up' | 'setting_up' | 'ready' | 'disconnected' }
  | { readonly state: 'awaiting_approval'; readonly by: Actor }
  | { readonly state: 'action_needed'; readonly reason: NeedReason }
  /** The last day of it, YYYY-MM-DD; null for a pause that nobody has ended yet. */
  | { readonly state: 'paused'; readonly until: string | null }
  | { readonly state: 'add_only'; readonly until: string }

/** The latest run, previews aside. Phases carry how far they are, where anybody knows. */
export type RunState =
  | { readonly state: 'queued' | 'checking' | 'planning' }
  | { readonly state: 'fetching' | 'applying'; readonly done: number; readonly total: number | null }
  | { readonly state: 'on_hold'; readonly reasons: readonly string[] }
  | { readonly state: 'succeeded' | 'succeeded_with_warnings' | 'cancelled' | 'superseded' | 'rolled_back' }
  /** A person chose a part of its plan, or let it go: the roster is not what the source says. */
  | { readonly state: 'left_out' }
  /** `retryAt` is when it is tried again by itself; without one, somebody has to mend something first. */
  | { readonly state: 'failed'; readonly code: string | null; readonly retryAt: Date | null }

export type HeadlineFacts = {
  readonly connection: ConnectionState
  readonly run: RunState | null
  readonly freshness: Freshness
  /** A notice of the vendor to its districts: a breach, an outage. */
  readonly notice: { readonly id: string } | null
  /** The plan that waits. A fact of its own: it waits on while a later run is at work. */
  readonly hold: { readonly plan: string; readonly run: number; readonly reasons: readonly string[] } | null
  /** Open issues that nobody has muted. */
  readonly issues: number
  /** Whose turn it is when syncs do not come through; null when nobody knows, and the vendor looks into it. */
  readonly lateBecause: Actor | null
  readonly lastGood: Date | null
  readonly nextSync: Date | null
}

export type Tone = 'ok' | 'hold' | 'trouble' | 'caution' | 'running' | 'resting'
export const headlineRows = [
  'notice', 'action_needed', 'on_hold', 'failed', 'stale', 'late', 'retrying', 'running', 'paused', 'add_only',
  'never_synced', 'left_out', 'warnings', 'healthy', 'awaiting_approval', 'setting_up', 'not_set_up', 'disconnected',
] as const // prettier-ignore
export type HeadlineRow = (typeof headlineRows)[number]
export type HeadlineAction =
  | 'read_notice' | 'review_hold' | 'see_problem' | 'see_runs' | 'see_progress' | 'resume' | 'see_issues' | 'sync_now'
  | 'see_approval' | 'continue_setup' | 'begin_setup' | (typeof remedies)[NeedReason]['action'] // prettier-ignore

/** Values of the words and the sentence: instants in ISO 8601, days as YYYY-MM-DD, codes as they are. */
type Values = Readonly<Record<string, string | number | null>>
export type Headline = {
  /** The row that won: the key of its words and its sentence. */
  readonly state: HeadlineRow
  readonly tone: Tone
  readonly owner: Actor
  readonly action: HeadlineAction
  readonly facts: Values
}

type Told = Omit<Headline, 'state'>
type Row = readonly [HeadlineRow, (facts: HeadlineFacts) => Told | null]

/*
 * The first row that has something to tell wins. What a person must decide stands above what will pass by itself;
 * trouble stands above work, since a sync that runs has not mended anything yet, and work above rest.
 *
 * What was cancelled, superseded or rolled back tells nothing by itself, and the age of the roster is told of a
 * connection that is meant to sync, not of one that is being set up or was taken down.
 */
const table: readonly Row[] = [
  ['notice', ({ notice }) => notice && tell('trouble', 'vendor', 'read_notice', { notice: notice.id })],
  ['action_needed', ({ connection }) => {
    if (connection.state !== 'action_needed') return null
    const { owner, action } = remedies[connection.reason]
    return tell('trouble', owner, action, { reason: connection.reason })
  }],
  ['on_hold', ({ hold }) => hold && tell('hold', 'you', 'review_hold', {
    plan: hold.plan, run: hold.run, reason: hold.reasons[0] ?? null, reasons: hold.reasons.length,
  })],
  ['failed', ({ run }) => run?.state === 'failed' && run.retryAt === null
    ? tell('trouble', 'you', 'see_problem', { code: run.code }) : null],
  ['stale', facts => overdue(facts, 'stale', 'trouble')],
  ['late', facts => overdue(facts, 'late', 'caution')],
  ['retrying', ({ run }) => run?.state === 'failed' && run.retryAt !== null
    ? tell('caution', 'vendor', 'see_runs', { code: run.code, retryAt: run.retryAt.toISOString() }) : null],
  ['running', ({ run }) => progressOf(run)],
  ['paused', ({ connection }) => connection.state === 'paused'
    ? tell('resting', 'you', 'resume', { date: connection.until }) : null],
  ['add_only', ({ connection }) => connection.state === 'add_only'
    ? tell('resting', 'you', 'resume', { date: connection.until }) : null],
  ['never_synced', ({ connection, freshness }) => connection.state === 'ready' && freshness.state === 'never'
    ? tell('resting', 'you', 'sync_now', {}) : null],
  ['left_out', ({ connection, run }) => connection.state === 'ready' && run?.state === 'left_out'
    ? tell('caution', 'you', 'see_runs', {}) : null],
  ['warnings', ({ connection, issues }) => connection.state === 'ready' && issues > 0
    ? tell('ok', 'you', 'see_issues', { issues }) : null],
  ['healthy', ({ connection }) => connection.state === 'ready' ? tell('ok', 'vendor', 'sync_now', {}) : null],
  ['awaiting_approval', ({ connection }) => connection.state === 'awaiting_approval'
    ? tell('resting', connection.by, 'see_approval', {}) : null],
  ['setting_up', ({ connection }) => connection.state === 'setting_up' ? tell('resting', 'you', 'continue_setup', {}) : null],
  ['not_set_up', ({ connection }) => connection.state === 'not_set_up' ? tell('resting', 'you', 'begin_setup', {}) : null],
  // The last row takes what is left, so that there is always an answer.
  ['disconnected', () => tell('resting', 'you', 'begin_setup', {})],
] // prettier-ignore

/** The one thing to say about a district: what is, who acts next, and with which button. Same facts, same headline. */
export function headline(facts: HeadlineFacts): Headline {
  const always = {
    lastGood: facts.lastGood?.toISOString() ?? null,
    nextSync: facts.nextSync?.toISOString() ?? null,
  }
  for (const [state, read] of table) {
    const told = read(facts)
    if (told !== null) return { state, ...told, facts: { ...always, ...told.facts } }
  }
  throw new Error('Cannot tell a headline: the last row takes what is left')
}

function tell(tone: Tone, owner: Actor, action: HeadlineAction, facts: Values): Told {
  return { tone, owner, action, facts }
}

function overdue(
  { connection, freshness, lateBecause }: HeadlineFacts,
  state: 'late' | 'stale',
  tone: Tone,
): Told | null {
  const syncs =
    connection.state === 'ready' || connection.state === 'paused' || connection.state === 'add_only'
  if (!syncs || freshness.state !== state) return null
  return tell(tone, lateBecause ?? 'vendor', 'see_runs', { missed: freshness.missed })
}

function progressOf(run: RunState | null): Told | null {
  switch (run?.state) {
    case 'queued':
    case 'checking':
    case 'planning':
      return tell('running', 'vendor', 'see_progress', { phase: run.state, done: null, total: null })
    case 'fetching':
    case 'applying':
      return tell('running', 'vendor', 'see_progress', {
        phase: run.state,
        done: run.done,
        total: run.total,
      })
    default:
      return null
  }
}
