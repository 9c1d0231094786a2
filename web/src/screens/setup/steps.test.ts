import { expect, test } from 'vitest'
import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { reach, stepOf } from './steps.ts'

const systems: SetupView['systems'] = [
  { system: 'oneroster-csv', works: true },
  { system: 'clever', works: false },
]
const blank = { system: null, systemName: '', drop: null, test: null, mapped: false } as const
const drop = { name: 'roster.zip', bytes: 1, at: '2026-09-01T14:00:00Z' }
const test_ = {
  at: drop.at,
  ok: true,
  checks: [],
  heard: { sample: [], schools: [], grades: [] },
  issues: [],
}
const rows: readonly [Partial<SetupView['answers']>, ReturnType<typeof reach>][] = [
  [{}, 'choose'],
  [{ system: 'clever' }, 'prepare'],
  [{ system: 'oneroster-csv' }, 'connect'],
  [{ system: 'oneroster-csv', drop }, 'test'],
  [{ system: 'oneroster-csv', drop, test: { ...test_, ok: false } }, 'test'],
  [{ system: 'oneroster-csv', drop, test: test_ }, 'map'],
  [{ system: 'oneroster-csv', drop, test: test_, mapped: true }, 'preview'],
]

test.each(rows)('with %o the way goes as far as %s', (answers, last) => {
  expect(reach({ systems, answers: { ...blank, ...answers } })).toBe(last)
})

test('an address opens a step that may be opened, and else the one where it was left', () => {
  const view = { systems, step: 'test', answers: { ...blank, system: 'oneroster-csv', drop } } as const
  const seen = (asked: string | null) => stepOf(asked, view as unknown as SetupView) // the rest is not looked at
  expect([seen(null), seen('connect'), seen('preview'), seen('nothing')]).toEqual(['test', 'connect', 'test', 'test']) // prettier-ignore
})
