import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RollbookError, UnreadableDrop } from '../../src/roster/errors.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { layDrop, type Case } from './corpus/case.ts'
import { fileCases, spoiltFiles } from './corpus/files.ts'
import { packageCases } from './corpus/packages.ts'
import { findWrongs, newFolder, readRoster, syncFrom, withCast } from './district.ts'
import { stands, useLincoln } from './labours.ts'
import { tuesday, type TinyKind } from './tiny.ts'

/* F10 and F11 where a roster stands: drops of the corpus through a whole sync. */
useLincoln()

const asIs = (error: unknown) => error as Error
const some = packageCases.filter((_, at) => at % 9 === 0)
const ofUsers = fileCases.filter(({ name }) => name.startsWith('users.csv'))

test('what stood yesterday stands after every spoilt drop that says nothing else', async () => {
  const wrongs: string[] = []
  const folder = await newFolder()
  await withCast(stands.monday, async store => {
    const before = JSON.stringify(await readRoster(store.pool))
    for (const [at, one] of [...some, ...ofUsers].entries()) {
      const path = await layDrop(one.make(), join(folder, String(at)))
      const came = await syncFrom(store, path).catch(asIs)
      wrongs.push(...judge(one, came).map(text => `${one.name}: ${text}`))
      if (JSON.stringify(await readRoster(store.pool)) !== before)
        wrongs.push(`${one.name}: the roster changed`)
    }
    wrongs.push(...(await findWrongs(store.pool)))
  })
  expect(wrongs).toEqual([])
})

/** A drop that is no roster fails; one that is suspicious is held; any other is read, and there is nothing to do. */
function judge({ name, expected }: Case, came: Outcome | Error): string[] {
  if (came instanceof Error) {
    const refused =
      came instanceof UnreadableDrop && 'refuses' in expected && expected.refuses.includes(came.code)
    return refused ? [] : [`fails: ${came instanceof RollbookError ? came.message : came.stack}`]
  }
  if ('refuses' in expected) return [`is ${came.status}`]
  const holds = suspicious.filter(([words]) => name.endsWith(words)).map(([, code]) => code)
  const held = came.hazards.map(({ code }) => code).filter(code => code !== 'INCOMPLETE')
  if (JSON.stringify(holds) !== JSON.stringify(held)) return [`is ${came.status} for ${held.join(', ')}`]
  return (came.status === 'held') === holds.length > 0 ? [] : [`is ${came.status}`]
}

const suspicious: readonly (readonly [string, string])[] = [
  ['users.csv has only its header', 'EMPTY_KIND'],
  // It has one row, and that is cut.
  ['courses.csv is longer than it says', 'EMPTY_KIND'],
  // Nothing comes out of it.
  ['users.csv is cut off inside', 'EMPTY_KIND'],
  ['roles.csv is noise inside', 'EMPTY_KIND'],
  ['which its manifest promises', 'EMPTY_KIND'],
  ['full', 'EMPTY_KIND'],
  // There is not even a key to read by.
  ...[
    'is empty', 'has only line ends', 'lacks its key column', 'has a key column in look-alike letters', 'has 201 columns',
    'has a hundred thousand columns', 'is a PDF', 'is a web page', 'is JSON', 'is a picture', 'is all NUL bytes',
  ].map(words => [`users.csv ${words}`, 'EMPTY_KIND'] as const), // prettier-ignore
  ['users.csv lacks a required column', 'MASS_UPDATE'],
]

const doubtful = (['users', 'enrollments'] as const).flatMap(kind =>
  spoiltFiles(tuesday, kind)
    .filter(({ expected }) => 'doubtful' in expected && expected.doubtful.length > 0)
    .map(one => ({ kind, one })),
)

test('nobody is removed by a file that is not proven whole, on a day when somebody left', async () => {
  const wrongs: string[] = []
  const folder = await newFolder()
  for (const [at, { kind, one }] of doubtful.entries()) {
    await withCast(stands.monday, async store => {
      const path = await layDrop(one.make(), join(folder, String(at)))
      const came = await syncFrom(store, path).catch(asIs)
      if (came instanceof Error) wrongs.push(`${one.name}: fails: ${came.stack}`)
      const gone = goneOf(await readRoster(store.pool), kind)
      if (gone.length > 0) wrongs.push(`${one.name}: removed ${gone.join(', ')}`)
      // Whose seat is not proven gone keeps it, though users.csv proves the person gone.
      const found = (await findWrongs(store.pool)).filter(text => !text.endsWith('is enrolled and no user'))
      wrongs.push(...found.map(text => `${one.name}: ${text}`))
    })
  }
  expect(doubtful.length).toBeGreaterThan(20)
  expect(wrongs).toEqual([])
})

function goneOf(dump: Awaited<ReturnType<typeof readRoster>>, kind: TinyKind): unknown[] {
  return (dump[kind] ?? []).filter(row => row.removed_at !== null).map(row => row.sourced_id)
}
