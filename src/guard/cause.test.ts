import { describe, expect, test } from 'vitest'
import { emptyTally, type Tally } from '../plan/tally.ts'
import { likelyCause, type Clues } from './cause.ts'
import type { Hazard } from './hazards.ts'

const noClues: Clues = { removed: 0, namesakes: 0, grade: null, reason: null, domain: null }
const hazard = (code: Hazard['code'], more: Partial<Hazard> = {}): Hazard => ({
  code, message: '', kind: null, school: null, count: 1, of: 1, limit: 0, ...more,
}) // prettier-ignore
const tally = (more: Partial<Tally> = {}): Tally => ({ ...emptyTally(), ...more })
const removals = (students: Record<string, number>): Tally =>
  tally({ removed: { ...emptyTally().removed, students } })
const mass = hazard('MASS_REMOVE', {
  message: '41 % of students in the district would be removed (208 of 507, limit 25)', kind: 'users', count: 208, of: 507, limit: 25,
}) // prettier-ignore
const seats = hazard('MASS_REMOVE', {
  message: '21 % of enrollments in the district would be removed (90 of 430, limit 50)', kind: 'enrollments', count: 90, of: 430, limit: 50,
}) // prettier-ignore

type Row = readonly [
  name: string,
  hazards: readonly Hazard[],
  tally: Tally,
  clues: Clues,
  code: string,
  facts: object,
]
const rows: readonly Row[] = [
  ['nothing in common', [mass], removals({ 's-1': 100, 's-2': 108 }), { ...noClues, removed: 208 }, 'unknown', {}],
  ['a file without rows', [hazard('EMPTY_KIND')], tally({ empty: ['users'] }), noClues, 'empty_file', { kind: 'users' }],
  ['files older than the last', [hazard('STALE_SOURCE')], tally({ stale: 'older' }), noClues, 'old_files', {}],
  ['a file that broke off', [mass], tally({ withheld: { users: 9 }, broken: { users: 'row 17' } }), noClues, 'cut_file', { kind: 'users', count: 9 }],
  ['a school that is not sent', [hazard('SCHOOL_VANISHED'), mass], tally({ schoolsGone: ['s-1'] }), noClues, 'school_left_out', { school: 's-1', count: 1 }],
  ['a term that is not sent', [hazard('TERM_MISSING', { count: 2 })], tally(), noClues, 'session_left_out', { count: 2 }],
  ['new ids that were followed', [hazard('RE_KEYED', { count: 206, of: 1948 }), mass], tally(), noClues, 'ids_changed', { count: 206, of: 1948 }],
  ['names that come back', [mass], removals({ 's-1': 208 }), { ...noClues, removed: 208, namesakes: 206 }, 'names_return', { count: 206, of: 208 }],
  ['a scope that leaves them out', [mass], tally(), { ...noClues, removed: 208, reason: { reason: 'out_of_scope', count: 208 } }, 'scope_changed', { count: 208, of: 208 }],
  ['a source that calls them deleted', [mass], tally(), { ...noClues, removed: 208, reason: { reason: 'tombstone', count: 200 } }, 'marked_deleted', { count: 200, of: 208 }],
  ['one grade', [mass], removals({ 's-1': 208 }), { ...noClues, removed: 208, grade: { grade: '07', count: 190 } }, 'one_grade', { grade: '07', count: 190, of: 208 }],
  ['one school', [mass], removals({ 's-1': 200, 's-2': 8 }), { ...noClues, removed: 208, grade: { grade: '07', count: 90 } }, 'one_school', { school: 's-1', count: 200, of: 208 }],
  ['seats of one school, beside one pupil who left', [seats], tally({ removed: { ...emptyTally().removed, students: { 's-2': 1 }, enrollments: { 's-1': 88, 's-2': 2 } } }), { ...noClues, removed: 1, grade: { grade: '03', count: 1 }, reason: { reason: 'tombstone', count: 1 }, namesakes: 1 }, 'one_school', { school: 's-1', count: 88, of: 90 }],
  ['mail that moved', [hazard('DOMAIN_CHANGED')], tally(), { ...noClues, domain: { domain: 'new.example', count: 40 } }, 'mail_moved', { domain: 'new.example', count: 40 }],
  ['columns that moved', [hazard('MASS_UPDATE', { kind: 'users', count: 23, of: 44 })], tally(), noClues, 'columns_moved', { kind: 'users', count: 23, of: 44 }],
  ['one person', [hazard('LOGIN_MOVED', { count: 1 })], tally(), noClues, 'one_person', { hazard: 'LOGIN_MOVED', count: 1 }],
] // prettier-ignore

describe('the likely cause of a hold', () => {
  test.each(rows)('%s', (_, hazards, tallied, clues, code, facts) => {
    expect(likelyCause(hazards, tallied, clues)).toEqual({ code, facts })
  })
})
