import { describe, expect, test } from 'vitest'
import { checkRow, goodRow, told } from '../../test/support/rows.ts'

describe('status', () => {
  const gone: readonly (readonly [string, boolean, readonly string[]])[] = [
    ['tobedeleted', true, []],
    ['active', false, []],
    ['', false, []],
    ['inactive', true, ['warning invalid_enum status']],
    ['ToBeDeleted', true, ['warning invalid_enum status']],
    ['to be deleted', true, ['warning invalid_enum status']],
    ['Active', false, ['warning invalid_enum status']],
    ['perhaps', false, ['error invalid_enum status']],
  ]
  test.each(gone)('%j in a bulk file', (status, tombstone, issues) => {
    const checked = checkRow(
      'users',
      goodRow('users', { status, dateLastModified: '2025-08-01T00:00:00.000Z' }),
    )
    expect(checked.tombstone).toBe(tombstone)
    expect(told(checked)).toEqual(issues)
    expect(checked.entities).toHaveLength(tombstone || issues[0]?.startsWith('error') ? 0 : 1)
    expect(checked.sourcedId).toBe('u-9')
  })

  test('a tombstone needs nothing but its id', () => {
    const cells = { sourcedId: 'u-9', status: 'tobedeleted', dateLastModified: '2025-08-01T00:00:00.000Z' }
    const expected = {
      entities: [],
      tombstone: true,
      sourcedId: 'u-9',
      modified: '2025-08-01T00:00:00.000Z',
      issues: [],
    }
    expect(checkRow('users', cells, { mode: 'delta' })).toEqual(expected)
    expect(checkRow('users', cells, { mode: 'delta', profile: 'strict' })).toEqual(expected)
  })

  test('a delta row without status is active, and says so', () => {
    const checked = checkRow('users', goodRow('users', { dateLastModified: '2025-08-01T00:00:00.000Z' }), {
      mode: 'delta',
    })
    expect(checked.entities).toHaveLength(1)
    expect(told(checked)).toEqual(['warning field_required_in_delta status'])
  })

  const instants: readonly (readonly [string, string | null])[] = [
    ['2025-08-01T10:00:00.000Z', '2025-08-01T10:00:00.000Z'],
    ['2025-08-01T10:00:00Z', '2025-08-01T10:00:00.000Z'],
    ['2025-08-01T10:00:00+02:00', '2025-08-01T08:00:00.000Z'],
    ['2025-08-01 10:00:00', '2025-08-01T10:00:00.000Z'],
    ['2025-08-01', '2025-08-01T00:00:00.000Z'],
    ['yesterday', null],
    ['2025-13-01T10:00:00Z', null],
  ]
  test.each(instants)('dateLastModified %j', (dateLastModified, modified) => {
    const row = goodRow('users', { status: 'active', dateLastModified })
    expect(checkRow('users', row, { mode: 'delta' }).modified).toBe(modified)
    expect(checkRow('users', row, { mode: 'bulk' }).issues).toEqual([])
  })
})
