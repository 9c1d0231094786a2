import { expect, test } from 'vitest'
import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { reach, stepOf } from './steps.ts'

const systems: SetupView['systems'] = [
  { system: 'oneroster-csv', works: true, source: 'oneroster-csv' },
  { system: 'powerschool', works: true, source: 'oneroster-rest' },
  { system: 'classlink', works: true, source: 'classlink' },
  { system: 'clever', works: true, source: 'clever' },
  { system: 'google', works: false, source: 'google' },
]
const blank = {
  system: null,
  systemName: '',
  drop: null,
  given: null,
  tenant: null,
  test: null,
  mapped: false,
} as const
const drop = { name: 'roster.zip', bytes: 1, at: '2026-09-01T14:00:00Z' }
const tenant = { asked: '2', tenantId: '2', name: '', state: 'unconfirmed' } as const
const test_ = {
  at: drop.at,
  ok: true,
  checks: [],
  heard: { sample: [], schools: [], grades: [], fields: [] },
  issues: [],
}
const rows: readonly [Partial<SetupView['answers']>, ReturnType<typeof reach>][] = [
  [{}, 'choose'],
  [{ system: 'google' }, 'prepare'],
  [{ system: 'clever' }, 'connect'],
  [{ system: 'oneroster-csv' }, 'connect'],
  [{ system: 'powerschool', given: drop.at }, 'test'],
  [{ system: 'classlink', tenant }, 'connect'],
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
