import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openDrop } from './drop.ts'

const scratch = await mkdtemp(join(tmpdir(), 'drop-'))
afterAll(() => rm(scratch, { recursive: true }))

test('a folder with one file is a drop', async () => {
  await writeFile(
    join(scratch, 'orgs.csv'),
    'sourcedId,status,dateLastModified,name,type\no1,,,Lincoln USD,district\n',
  )
  const drop = await openDrop(scratch, { profile: 'tolerant' })
  expect(drop.streams.map(({ kind }) => kind)).toEqual(['orgs'])
  await drop.close()
})
