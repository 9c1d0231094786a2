import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pruneSnapshots } from './retention.ts'

test('a snapshot goes after fourteen days, and not before', async () => {
  const data = await mkdtemp(join(tmpdir(), 'rollbook-'))
  const now = new Date('2026-11-25T02:00:00Z')
  const ages: Record<string, string> = {
    '7': '2026-11-11T01:59:00Z',
    '8': '2026-11-11T02:01:00Z',
    '9': '2026-11-25T01:00:00Z',
  }
  for (const [run, at] of Object.entries(ages)) {
    const folder = join(data, 'snapshots', 'lincoln', run)
    await mkdir(folder, { recursive: true })
    await utimes(folder, new Date(at), new Date(at))
  }
  await pruneSnapshots(data, 'lincoln', now)
  expect((await readdir(join(data, 'snapshots', 'lincoln'))).sort()).toEqual(['8', '9'])
  await rm(data, { recursive: true })
})

test('a district without snapshots has nothing to lose', async () => {
  await expect(
    pruneSnapshots(join(tmpdir(), 'rollbook-none'), 'lincoln', new Date()),
  ).resolves.toBeUndefined()
})

test('several who tidy up at once are in nobody’s way', async () => {
  const data = await mkdtemp(join(tmpdir(), 'rollbook-'))
  const runs = Array.from({ length: 60 }, (_, at) => join(data, 'snapshots', 'lincoln', String(at)))
  for (const folder of runs) await mkdir(folder, { recursive: true })
  const later = new Date(Date.now() + 15 * 24 * 3_600_000)
  await Promise.all(Array.from({ length: 8 }, () => pruneSnapshots(data, 'lincoln', later)))
  expect(await readdir(join(data, 'snapshots', 'lincoln'))).toEqual([])
  await rm(data, { recursive: true })
})
