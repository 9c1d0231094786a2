import { expect, test } from 'vitest'
import { eventsOf, holdSince, type PastRun, type RunEvent } from './events.ts'

/** `a` applied, `e` empty, `c` cleared, `f` failed for an unknown reason, `z` for one whose fix is known, `1` or `2` held with that plan. */
function history(text: string): PastRun[] {
  const results: Readonly<Record<string, string>> = { a: 'applied', e: 'empty', c: 'cleared', f: 'failed', z: 'failed', y: 'failed' }
  const codes: Readonly<Record<string, string>> = { f: 'DATABASE_LOST', z: 'ARCHIVE_BROKEN', y: 'NO_ROSTER_FILES' }
  return [...text].map((letter, at) => ({
    run: at + 1,
    result: results[letter] ?? 'held',
    code: codes[letter] ?? null,
    digest: letter in results ? null : `plan ${letter}`,
  }))
} // prettier-ignore

const held = (since: number, plan: string): RunEvent => ({ event: 'held', since, digest: `plan ${plan}` })
const failed = (since: number, times: number, code: string | null = null): RunEvent => ({ event: 'failed', since, times, code }) // prettier-ignore

const rows: readonly (readonly [fact: string, runs: string, told: readonly RunEvent[]])[] = [
  ['a night without change tells nothing', 'ae', []],
  ['an applied night tells nothing once there was one before', 'aa', []],
  ['no runs tell nothing', '', []],
  ['a preview tells nothing', 'c', []],
  ['the first applied run is told', 'a', [{ event: 'first_success', since: 1 }]],
  ['the first applied run is told after failures too', 'ffa', [{ event: 'first_success', since: 3 }]],
  ['an empty run is no success to tell of', 'e', []],
  ['a held plan is told', 'a1', [held(2, '1')]],
  ['the same plan the next night is not told again', 'a11', []],
  ['another plan is told', 'a12', [held(3, '2')]],
  ['a plan that comes back after another is told again', 'a121', [held(4, '1')]],
  ['a plan that comes back after a good night is told again', 'a1a1', [held(4, '1')]],
  ['a failure between does not make the same plan news', 'a1f1', []],
  ['one failure of unknown cause is not told', 'af', []],
  ['two failures of unknown cause are not told', 'aff', []],
  ['the third failure in a row is told', 'afff', [failed(2, 3)]],
  ['the fourth failure in a row is not told again', 'affff', []],
  ['a good night between counts anew', 'affaff', []],
  ['an empty night between counts anew', 'affeff', []],
  ['a failure whose fix is known is told at once', 'az', [failed(2, 1, 'ARCHIVE_BROKEN')]],
  ['the same known failure is not told again', 'azz', []],
  ['the third known failure is not told again either', 'azzz', []],
  ['another known failure is told', 'azy', [failed(2, 2, 'NO_ROSTER_FILES')]],
  ['a known failure after unknown ones is told', 'affz', [failed(2, 3, 'ARCHIVE_BROKEN')]],
  ['the known failure is told again after a good night', 'azaz', [failed(4, 1, 'ARCHIVE_BROKEN')]],
  ['two unknown failures behind a known one are not told', 'azff', []],
  ['three unknown failures behind a known one are told', 'azfff', [failed(2, 4)]],
]

test.each(rows)('%s (%s)', (_, runs, told) => {
  const past = history(runs)
  const applied = past.slice(0, -1).some(({ result }) => result === 'applied')
  expect(eventsOf(past, applied)).toEqual(told)
})

test.each([
  ['a hold begins with the first night of its plan', 'a111', 2],
  ['a failure between does not end a hold', 'a1f1f', 2],
  ['another plan begins another hold', 'a12', 3],
  ['a good night ends a hold', 'a1a', null],
  ['no run holds nothing', '', null],
])('%s (%s)', (_, runs, since) => {
  expect(holdSince(history(runs))?.run ?? null).toBe(since)
})
