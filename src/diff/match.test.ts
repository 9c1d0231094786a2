import { describe, expect, test } from 'vitest'
import { checkRow, goodRow, type Cells } from '../../test/support/rows.ts'
import type { Entity } from '../roster/entity.ts'
import type { Kind } from '../roster/kinds.ts'
import { pairUp } from './match.ts'

type One = { readonly entity: Entity }
function one(kind: Kind, cells: Cells): One {
  const [entity] = checkRow(kind, goodRow(kind, cells)).entities
  if (entity === undefined) throw new Error('the row is good')
  return { entity }
}

/** Pairs as `gone → come`, with a question mark where a person decides. */
function pairs(kind: Kind, gone: readonly Cells[], come: readonly Cells[], moved = true): string[] {
  const found = pairUp(kind, gone.map(cells => one(kind, cells)), come.map(cells => one(kind, cells)), {}, moved)
  return found.map(({ gone, come, sure }) => `${gone.entity.sourcedId} → ${come.entity.sourcedId}${sure ? '' : '?'}`)
} // prettier-ignore

const bare = { identifier: '', username: '', email: '' }
const ada = { ...bare, givenName: 'Ada', familyName: 'Park' }
const ben = { ...bare, givenName: 'Ben', familyName: 'Park' }
const zoe = { ...bare, givenName: 'Zoe', familyName: 'Quist' }

describe('when a district changes its source', () => {
  test.each<[string, Cells[], Cells[], string[]]>([
    ['one’s identifier is the other’s id', [{ ...ada, sourcedId: 'c-1', identifier: '100' }], [{ ...ada, sourcedId: '100', identifier: 'S7' }], ['c-1 → 100']],
    ['and the other way round', [{ ...ada, sourcedId: '100', identifier: 'S7' }], [{ ...ada, sourcedId: 'c-1', identifier: '100' }], ['100 → c-1']],
    ['an identifier that both have is one, with the names', [{ ...ada, sourcedId: 'a', identifier: 'S7' }], [{ ...ada, sourcedId: 'b', identifier: 's7' }], ['a → b']],
    ['an id of the state is one, after a marriage too', [{ ...ada, sourcedId: 'a', userMasterIdentifier: 'X' }], [{ ...ada, familyName: 'Lee', sourcedId: 'b', userMasterIdentifier: 'X' }], ['a → b']],
    ['numbers that two systems count from one make no two people one', [{ ...ada, sourcedId: 'c-1', identifier: '100' }], [{ ...zoe, sourcedId: 'u-5', identifier: '100' }], []],
    ['a number and one of the names is for a person to decide', [{ ...ada, sourcedId: 'c-1', identifier: '100' }], [{ ...ada, givenName: 'Adeline', sourcedId: '100' }], ['c-1 → 100?']],
    ['twins with one address and no ids stay two', [{ ...ada, sourcedId: 'a', email: 'park@x.example' }, { ...ben, sourcedId: 'b', email: 'park@x.example' }], [{ ...ada, sourcedId: 'y', email: 'park@x.example' }, { ...ben, sourcedId: 'z', email: 'park@x.example' }], ['a → y?', 'b → z?']],
    ['an address alone pairs nobody', [{ ...ada, sourcedId: 'a', email: 'park@x.example' }], [{ ...zoe, sourcedId: 'b', email: 'park@x.example' }], []],
    ['nor does a username', [{ ...ada, sourcedId: 'a', username: 'park' }], [{ ...zoe, sourcedId: 'b', username: 'park' }], []],
    ['an id without a name that fits pairs nobody', [{ ...ada, sourcedId: 'a', identifier: '1' }, { ...zoe, sourcedId: 'b', identifier: '2' }], [{ ...ada, sourcedId: '2' }, { ...zoe, sourcedId: '1' }], []],
    ['an id that two people bear proves nothing', [{ ...ada, sourcedId: 'a', identifier: '1' }, { ...ada, sourcedId: 'b', identifier: '1' }], [{ ...ada, sourcedId: '1' }], []],
  ])('%s', (_, gone, come, expected) => {
    expect(pairs('users', gone, come)).toEqual(expected)
  }) // prettier-ignore

  test('a class is found by the id that the other source gives it', () => {
    expect(pairs('classes', [{ sourcedId: 'k-1', classCode: 'x1', courseSourcedId: 'a', termSourcedIds: 't' }], [{ sourcedId: 'x1', classCode: '7' }])).toEqual(['k-1 → x1']) // prettier-ignore
    expect(pairs('classes', [{ sourcedId: 'k-1', classCode: 'x1' }], [{ sourcedId: 'x1', classCode: '7', schoolSourcedId: 's-9', title: 'Else' }])).toEqual([]) // prettier-ignore
  })

  test('a term is found by its days, and a district as the one that it is', () => {
    const days = { startDate: '2026-08-17', endDate: '2027-01-12' }
    expect(pairs('academicSessions', [{ ...days, sourcedId: 'a', title: 'Fall', type: 'term' }], [{ ...days, sourcedId: 'b', title: 'Semester 1', type: 'semester' }])).toEqual(['a → b']) // prettier-ignore
    expect(pairs('orgs', [{ sourcedId: 'a', type: 'district', name: 'Lincoln', identifier: '' }], [{ sourcedId: 'b', type: 'district', name: 'Lincoln USD', identifier: '' }])).toEqual(['a → b']) // prettier-ignore
  })
})

test('a term that comes back under another id, with another end, is the same term', () => {
  const fall = { title: 'Fall', type: 'term', startDate: '2026-08-17', schoolYear: '2027' }
  expect(pairs('academicSessions', [{ ...fall, sourcedId: 'a', endDate: '2026-12-18' }], [{ ...fall, sourcedId: 'b', endDate: '2026-12-22' }], false)).toEqual(['a → b']) // prettier-ignore
  expect(pairs('academicSessions', [{ ...fall, sourcedId: 'a', endDate: '2026-12-18', schoolYear: '2026' }], [{ ...fall, sourcedId: 'b', endDate: '2026-12-22' }], false)).toEqual([]) // prettier-ignore
})

test('of one source an id is never the identifier of somebody else', () => {
  expect(pairs('users', [{ ...ada, sourcedId: 'c-1', identifier: '100' }], [{ ...ada, sourcedId: '100' }], false)).toEqual([]) // prettier-ignore
})
