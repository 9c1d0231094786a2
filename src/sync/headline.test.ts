import { expect, test } from 'vitest'
import { headline, headlineRows, remedies, type HeadlineFacts, type NeedReason } from './headline.ts'
import { headlineWords } from './words.ts'

const lastGood = new Date('2026-09-01T07:04Z')
const nextSync = new Date('2026-09-02T07:00Z')
const retryAt = new Date('2026-09-01T09:00Z')
const healthy: HeadlineFacts = {
  connection: { state: 'ready' }, run: { state: 'succeeded' }, freshness: { state: 'up_to_date', missed: 0 },
  notice: null, hold: null, issues: 0, lateBecause: null, lastGood, nextSync,
} // prettier-ignore
const hold = { plan: '7f3c9a12', run: 12, reasons: ['MASS_REMOVE', 'LOGIN_MOVED'] }
const failed = { state: 'failed', code: 'NOT_A_DROP', retryAt: null } as const
const retrying = { state: 'failed', code: 'UNEXPECTED', retryAt } as const
const needs = (reason: NeedReason) => ({ state: 'action_needed', reason }) as const

type Expected = readonly [state: string, words: string, owner: string, action: string, tone: string]
const table: readonly (readonly [what: string, facts: Partial<HeadlineFacts>, ...Expected])[] = [
  ['a notice', { notice: { id: 'n-1' } }, 'notice', 'Notice from Rollbook', 'vendor', 'read_notice', 'trouble'],
  ['credentials that are refused', { connection: needs('credentials_refused') }, 'action_needed', 'Needs attention', 'you', 'reconnect', 'trouble'],
  ['credentials that ended', { connection: needs('credentials_expired') }, 'action_needed', 'Needs attention', 'you', 'reconnect', 'trouble'],
  ['sharing that ended', { connection: needs('sharing_ended') }, 'action_needed', 'Needs attention', 'you', 'restore_sharing', 'trouble'],
  ['a district that shares nothing', { connection: needs('nothing_shared') }, 'action_needed', 'Needs attention', 'you', 'restore_sharing', 'trouble'],
  ['a token that its provider refuses', { connection: needs('provider_refused') }, 'action_needed', 'Needs attention', 'vendor', 'see_runs', 'trouble'],
  ['an app that may see no roster', { connection: needs('provider_forbidden') }, 'action_needed', 'Needs attention', 'vendor', 'see_runs', 'trouble'],
  ['a path without files', { connection: needs('path_missing') }, 'action_needed', 'Needs attention', 'you', 'change_source', 'trouble'],
  ['a source that is away', { connection: needs('source_unreachable') }, 'action_needed', 'Needs attention', 'source', 'see_runs', 'trouble'],
  ['a plan on hold', { hold }, 'on_hold', 'On hold - waiting for you', 'you', 'review_hold', 'hold'],
  ['a failure somebody must mend', { run: failed }, 'failed', 'Needs attention', 'you', 'see_problem', 'trouble'],
  ['a stale roster', { freshness: { state: 'stale', missed: 3 } }, 'stale', 'Late', 'vendor', 'see_runs', 'trouble'],
  ['a stale roster, by the source', { freshness: { state: 'stale', missed: 3 }, lateBecause: 'source' }, 'stale', 'Late', 'source', 'see_runs', 'trouble'],
  ['a late roster', { freshness: { state: 'late', missed: 1 } }, 'late', 'Late', 'vendor', 'see_runs', 'caution'],
  ['a late roster, by the district', { freshness: { state: 'late', missed: 1 }, lateBecause: 'you' }, 'late', 'Late', 'you', 'see_runs', 'caution'],
  ['a failure that is tried again', { run: retrying }, 'retrying', 'Late', 'vendor', 'see_runs', 'caution'],
  ['a run that waits', { run: { state: 'queued' } }, 'running', 'Sync running', 'vendor', 'see_progress', 'running'],
  ['a run that reads', { run: { state: 'fetching', done: 2, total: 9 } }, 'running', 'Sync running', 'vendor', 'see_progress', 'running'],
  ['a run that checks', { run: { state: 'checking' } }, 'running', 'Sync running', 'vendor', 'see_progress', 'running'],
  ['a run that plans', { run: { state: 'planning' } }, 'running', 'Sync running', 'vendor', 'see_progress', 'running'],
  ['a run that applies', { run: { state: 'applying', done: 0, total: null } }, 'running', 'Sync running', 'vendor', 'see_progress', 'running'],
  ['a pause', { connection: { state: 'paused', until: '2027-08-01' } }, 'paused', 'Paused until Aug 1, 2027', 'you', 'resume', 'resting'],
  ['a pause without an end', { connection: { state: 'paused', until: null } }, 'paused', 'Paused until you resume', 'you', 'resume', 'resting'],
  ['days that only add', { connection: { state: 'add_only', until: '2026-08-21' } }, 'add_only', 'Adding only until Aug 21, 2026', 'you', 'resume', 'resting'],
  ['no sync yet', { freshness: { state: 'never', missed: 0 }, run: null, lastGood: null }, 'never_synced', 'Not set up yet', 'you', 'sync_now', 'resting'],
  ['open issues', { issues: 14 }, 'warnings', 'Up to date (14 issues)', 'you', 'see_issues', 'ok'],
  ['a plan that ran in part', { run: { state: 'left_out' }, issues: 3 }, 'left_out', 'Up to date in part', 'you', 'see_runs', 'caution'],
  ['an open issue', { issues: 1, run: { state: 'succeeded_with_warnings' } }, 'warnings', 'Up to date (1 issue)', 'you', 'see_issues', 'ok'],
  ['nothing to say', {}, 'healthy', 'Up to date', 'vendor', 'sync_now', 'ok'],
  ['an approval by the provider', { connection: { state: 'awaiting_approval', by: 'source' } }, 'awaiting_approval', 'Not set up yet', 'source', 'see_approval', 'resting'],
  ['an approval by the vendor', { connection: { state: 'awaiting_approval', by: 'vendor' } }, 'awaiting_approval', 'Not set up yet', 'vendor', 'see_approval', 'resting'],
  ['a setup half done', { connection: { state: 'setting_up' } }, 'setting_up', 'Not set up yet', 'you', 'continue_setup', 'resting'],
  ['no setup', { connection: { state: 'not_set_up' } }, 'not_set_up', 'Not set up yet', 'you', 'begin_setup', 'resting'],
  ['a connection taken down', { connection: { state: 'disconnected' } }, 'disconnected', 'Not set up yet', 'you', 'begin_setup', 'resting'],
] // prettier-ignore
test.each(table)('%s', (_what, facts, ...expected) => {
  const told = headline({ ...healthy, ...facts })
  expect([told.state, headlineWords(told, 'Rollbook'), told.owner, told.action, told.tone]).toEqual(expected)
})

test('the table above has every row and every reason', () => {
  expect(new Set(table.map(([, , state]) => state))).toEqual(new Set(headlineRows))
  const told = table.flatMap(([, { connection }]) =>
    connection?.state === 'action_needed' ? [connection.reason] : [],
  )
  expect(told.sort()).toEqual(Object.keys(remedies).sort())
})

test.each(['cancelled', 'superseded', 'rolled_back', 'on_hold'] as const)(
  'a run that was %s changes no headline by itself',
  state => {
    const run = state === 'on_hold' ? ({ state, reasons: [] } as const) : ({ state } as const)
    expect(headline({ ...healthy, run }).state).toBe('healthy')
  },
)

// Each of these has something to say, and the first says it.
const loudest: readonly (readonly [state: string, facts: Partial<HeadlineFacts>])[] = [
  ['notice', { notice: { id: 'n-1' } }],
  ['action_needed', { connection: needs('sharing_ended') }],
  ['on_hold', { hold }],
  ['failed', { run: failed }],
  ['stale', { freshness: { state: 'stale', missed: 4 } }],
  ['late', { freshness: { state: 'late', missed: 1 } }],
  ['retrying', { run: retrying }],
  ['running', { run: { state: 'checking' } }],
  ['paused', { connection: { state: 'paused', until: '2027-08-01' } }],
  ['never_synced', { freshness: { state: 'never', missed: 0 } }],
  ['left_out', { run: { state: 'left_out' } }],
  ['warnings', { issues: 3 }],
]
test.each(loudest.map(([state], at) => [state, at] as const))('%s outweighs what comes after it', (state, at) => {
  for (const [, quieter] of loudest.slice(at + 1))
    expect(headline({ ...healthy, ...quieter, ...loudest[at]?.[1] }).state).toBe(state)
}) // prettier-ignore

test('every headline carries the last good sync and the next', () => {
  const { facts } = headline({ ...healthy, hold })
  expect(facts).toEqual({
    lastGood: '2026-09-01T07:04:00.000Z', nextSync: '2026-09-02T07:00:00.000Z',
    plan: '7f3c9a12', run: 12, reason: 'MASS_REMOVE', reasons: 2,
  }) // prettier-ignore
})

test('a roster is not late before it is set up, nor after it was taken down', () => {
  for (const state of ['not_set_up', 'setting_up', 'disconnected'] as const)
    expect(
      headline({ ...healthy, connection: { state }, freshness: { state: 'stale', missed: 9 } }).state,
    ).toBe(state)
})
