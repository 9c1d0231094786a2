import { describe, expect, test } from 'vitest'
import { checkRow, goodRow, told, type Cells, type Setting } from '../../test/support/rows.ts'
import { entityObject } from '../roster/entity.ts'
import { defaultRules } from '../roster/rules.ts'

describe('roles of a 1.1 user', () => {
  const setting = { version: '1.1', asRoles: true } as const
  const rolesOf = (changed: Cells, more: Setting = {}) =>
    checkRow('roles', goodRow('users', changed), { ...setting, ...more })

  test('are one at each org, and the primary one there', () => {
    const one = rolesOf({ orgSourcedIds: 's-12', role: 'student' })
    expect(one.entities.map(entityObject)).toEqual([
      { sourcedId: 'u-9/s-12/student', userSourcedId: 'u-9', roleType: 'primary', role: 'student', beginDate: null, endDate: null, orgSourcedId: 's-12' },
    ]) // prettier-ignore
    const two = rolesOf({ orgSourcedIds: 's-13,s-12', role: 'teacher' })
    expect(two.entities.map(({ sourcedId, values }) => [sourcedId, values[1]])).toEqual([
      ['u-9/s-12/teacher', 'primary'],
      ['u-9/s-13/teacher', 'primary'],
    ])
    expect(two.sourcedId).toBe('u-9')
  })

  test('have ids of their own, also where slashes could be read in two ways', () => {
    const id = (sourcedId: string, orgSourcedIds: string) =>
      rolesOf({ sourcedId, orgSourcedIds, role: 'student' }).entities[0]?.sourcedId
    expect(new Set([id('a/b', 'c'), id('a', 'b/c'), id('3', 'a/b/c'), id('3/a/b', 'c')]).size).toBe(4)
  })

  test('keep the administrator of 1.1', () => {
    const strict = rolesOf({ orgSourcedIds: 's-12', role: 'administrator' }, { profile: 'strict' })
    expect(strict.entities[0]?.values[2]).toBe('administrator')
    expect(strict.issues).toEqual([])
  })

  test('need an org and a role that is one', () => {
    expect(told(rolesOf({ role: 'student' }))).toEqual(['error missing_required_value orgSourcedIds'])
    expect(told(rolesOf({ orgSourcedIds: 's-12', role: 'wizard' }))).toEqual(['error invalid_enum role'])
    const newer = rolesOf({ orgSourcedIds: 's-12', role: 'principal' }, { profile: 'strict' })
    expect(told(newer)).toEqual(['error invalid_enum role'])
  })

  test('go with the user', () => {
    const checked = rolesOf(
      { status: 'tobedeleted', orgSourcedIds: 's-12', role: 'student' },
      { mode: 'delta' },
    )
    expect([checked.tombstone, checked.entities]).toEqual([true, []])
  })

  test('do not repeat the warnings the user has given', () => {
    const cells = { sourcedId: ' u 9', status: 'Active', orgSourcedIds: 's-12', role: 'student' }
    expect(rolesOf(cells, { mode: 'delta' }).issues).toEqual([])
  })

  test('name no main org when roleType is off', () => {
    const rules = { ...defaultRules, fields: { 'roles.roleType': false } }
    expect(rolesOf({ orgSourcedIds: 's-12', role: 'student' }, { rules }).entities[0]?.values[1]).toBe(null)
  })
})
