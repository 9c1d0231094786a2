import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headline, headlineRows, remedies } from '../../src/sync/headline.ts'
import type {
  ConnectionState,
  HeadlineFacts,
  HeadlineRow,
  NeedReason,
  RunState,
} from '../../src/sync/headline.ts'
import { headlineWords } from '../../src/sync/words.ts'
import { cases } from './cases.ts'

// P14: the headline is total and deterministic, and its rows are all there is.

const actor = fc.constantFrom('you', 'source', 'vendor')
const day = fc.constantFrom('2026-08-14', '2027-01-03', '2028-02-29')
const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { freq: 2 })
/** What stands above everything else, rarely, or nothing else would be told. */
const rarely = <T>(some: T) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: fc.constant(some), weight: 1 })
const just = <const State extends string>(...states: State[]) =>
  fc.record({ state: fc.constantFrom(...states) })

const connections: fc.Arbitrary<ConnectionState> = fc.oneof(
  just('not_set_up', 'setting_up', 'ready', 'disconnected'),
  just('ready'),
  fc.record({ state: fc.constant('awaiting_approval' as const), by: actor }),
  fc.record({ state: fc.constant('action_needed' as const), reason: fc.constantFrom(...reasons()) }),
  fc.record({ state: fc.constant('paused' as const), until: maybe(day) }),
  fc.record({ state: fc.constant('add_only' as const), until: day }),
)
const runs: fc.Arbitrary<RunState> = fc.oneof(
  just('queued', 'checking', 'planning'),
  just('succeeded', 'succeeded_with_warnings', 'cancelled', 'superseded', 'rolled_back', 'left_out'),
  fc.record({ state: fc.constantFrom('fetching', 'applying'), done: fc.nat(9), total: maybe(fc.nat(9)) }),
  fc.record({ state: fc.constant('on_hold' as const), reasons: fc.array(fc.constant('MASS_REMOVE')) }),
  fc.record({
    state: fc.constant('failed' as const),
    code: maybe(fc.constant('NOT_A_DROP')),
    retryAt: maybe(instant),
  }),
)
const facts: fc.Arbitrary<HeadlineFacts> = fc.record({
  connection: connections,
  run: maybe(runs),
  freshness: fc.record({ state: fc.constantFrom('never', 'up_to_date', 'late', 'stale'), missed: fc.nat(9) }),
  notice: rarely({ id: 'n-1' }),
  hold: rarely({ plan: '7f3c9a12', run: 3, reasons: ['MASS_REMOVE'] }),
  issues: fc.nat(2),
  lateBecause: maybe(actor),
  lastGood: maybe(instant),
  nextSync: maybe(instant),
})

function reasons() {
  return Object.keys(remedies) as NeedReason[] // an object of ours, closed by `as const`
}

/** The second implementation: which rows are true, each by itself, and nothing of their order. */
function truths({
  connection,
  run,
  freshness,
  notice,
  hold,
  issues,
}: HeadlineFacts): Record<HeadlineRow, boolean> {
  const is = (...states: ConnectionState['state'][]) => states.includes(connection.state)
  const runIs = (...states: RunState['state'][]) => run !== null && states.includes(run.state)
  const syncs = is('ready', 'paused', 'add_only')
  const again = run?.state === 'failed' && run.retryAt !== null
  return {
    notice: notice !== null,
    action_needed: is('action_needed'),
    on_hold: hold !== null,
    failed: runIs('failed') && !again,
    stale: syncs && freshness.state === 'stale',
    late: syncs && freshness.state === 'late',
    retrying: again,
    running: runIs('queued', 'fetching', 'checking', 'planning', 'applying'),
    paused: is('paused'),
    add_only: is('add_only'),
    never_synced: is('ready') && freshness.state === 'never',
    left_out: is('ready') && runIs('left_out'),
    warnings: is('ready') && issues > 0,
    healthy: is('ready'),
    awaiting_approval: is('awaiting_approval'),
    setting_up: is('setting_up'),
    not_set_up: is('not_set_up'),
    disconnected: is('disconnected'),
  }
}

/** As the screens list them: what must be decided, what is wrong, what is going on, what rests. */
const order: readonly HeadlineRow[] = [
  'notice',
  'action_needed',
  'on_hold',
  'failed',
  'stale',
  'late',
  'retrying',
  'running',
  'paused',
  'add_only',
  'never_synced',
  'left_out',
  'warnings',
  'healthy',
  'awaiting_approval',
  'setting_up',
  'not_set_up',
  'disconnected',
]

test('P14: whatever the facts, the first row that is true is told', () => {
  fc.assert(
    fc.property(facts, given => {
      const true_ = truths(given)
      expect(headline(given).state).toBe(order.find(row => true_[row]))
    }),
    cases(3000),
  )
})

test('P14: the same facts give the same headline, whole words and an owner', () => {
  fc.assert(
    fc.property(facts, given => {
      const told = headline(given)
      expect(headline(structuredClone(given))).toEqual(told)
      expect(headlineWords(told, 'Rollbook')).not.toMatch(/[{}]|undefined|null|Invalid/)
      expect(['you', 'source', 'vendor']).toContain(told.owner)
    }),
    cases(1000),
  )
})

test('P14: every row is the headline of some facts', () => {
  const told = new Set(fc.sample(facts, { numRuns: 20_000, seed: 14 }).map(given => headline(given).state))
  expect([...told].sort()).toEqual([...headlineRows].sort())
})
