import { expect, test } from 'vitest'
import { conform } from '../../test/sources/conform.ts'
import { folderOf } from '../../test/sources/drops.ts'
import { lincoln12 } from '../../test/sources/lincoln.ts'
import { findSource, lacking, sourceNames, sources } from './registry.ts'

for (const name of sourceNames)
  conform(`${name}, opened by its name`, async () => {
    const path = await folderOf(lincoln12)
    return await findSource(name).open({ path }, { profile: 'tolerant' })
  })

test('each source stands under its own name', () => {
  expect(Object.values(sources).map(({ name }) => name)).toEqual([...sourceNames])
})

test('a source that this release does not know is refused, and those it knows are named', () => {
  expect(() => findSource('clever')).toThrow(
    'Cannot read from "clever": this release knows no such source. Choose one of oneroster-csv',
  )
})

test('a source says which of its fields are still to be given', () => {
  expect(lacking(sources['oneroster-csv'], {})).toEqual(['path'])
  expect(lacking(sources['oneroster-csv'], { path: '' })).toEqual(['path'])
  expect(lacking(sources['oneroster-csv'], { path: 'drop.zip' })).toEqual([])
})
