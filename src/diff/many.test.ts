import { expect, test } from 'vitest'
import type { Entity } from '../roster/entity.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import type { Base, KindBase } from '../snapshot/base.ts'
import { makeHasher } from '../snapshot/hash.ts'
import { entityLine } from '../snapshot/line.ts'
import { NameFile } from '../snapshot/names.ts'
import { newReading } from '../snapshot/reading.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { KeyTable } from '../snapshot/table.ts'
import { makeDiff } from './diff.ts'
import type { RosterView } from './view.ts'

const nobody: RosterView = {
  find: () => Promise.resolve([]),
  findRoles: () => Promise.resolve([]),
  findPeople: () => Promise.resolve([]),
  findByHand: () => Promise.resolve([]),
  findHolders: () => Promise.resolve([]),
  findStudents: () => Promise.resolve([]),
  countStudents: () => Promise.resolve({ count: 0, topGrade: null }),
}

function emptyKind(stocked: boolean): KindBase {
  const file = { size: 0, append: () => Promise.resolve(), read: () => Promise.resolve(new Uint8Array(0)) }
  return { table: new KeyTable(), names: new NameFile(file), stocked }
}

test('half a million newcomers of a kind that had rows come through', async () => {
  const count = 450_000
  const drawer: Drawer = {
    add: () => {},
    drain: () => Promise.resolve(),
    async *lines() {
      for (let row = 0; row < count; row++)
        yield await Promise.resolve(`${row + 2}\t${entityLine(seat(row))}`)
    },
  }
  const bases = Object.fromEntries(kinds.map(kind => [kind, emptyKind(kind === 'enrollments')]))
  const base: Base = {
    kinds: bases as Record<Kind, KindBase>,
    sessions: new Map(),
    schools: new Map(),
    schoolYear: null,
  }
  const reading = newReading({
    kind: 'enrollments',
    file: 'enrollments.csv',
    mode: 'bulk',
    toldBy: 'sourcedId',
  })
  // Only what diff reads of a snapshot.
  const snapshot = { readings: { enrollments: reading }, complete: ['enrollments'] } as unknown as Snapshot
  const { changes } = makeDiff({
    snapshot,
    base,
    drawer,
    view: nobody,
    hasher: makeHasher(),
    moved: false,
    today: '2026-11-25',
  })
  let creates = 0
  for await (const piece of changes) creates += piece.filter(({ op }) => op === 'create').length
  expect(creates).toBe(count)
})

function seat(row: number): Entity {
  return {
    kind: 'enrollments',
    sourcedId: `e-${row}`,
    values: ['c-1', 's-1', `u-${row}`, 'student', null, null, null],
  }
}
