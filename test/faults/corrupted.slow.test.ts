import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { RollbookError } from '../../src/roster/errors.ts'
import { backup } from '../../src/store/backup.ts'
import type { Store } from '../../src/store/open.ts'
import { restore } from '../../src/store/restore.ts'
import {
  approve, findWrongs, makeMould, plain, readPast, readRoster, syncFrom, undo, withCast, type Dump, type Mould,
} from './district.ts' // prettier-ignore
import { drops, labours, same, stands, undisturbed, useLincoln } from './labours.ts'
import { useWorkers } from './workers.ts'

/* F27 and F29: what Rollbook keeps was changed behind its back, or is of yesterday. */
useWorkers()
useLincoln()

let tuesdayAfter: Dump = {}
let planned: Mould = { database: null, data: '' }
let plan = ''
beforeAll(async () => {
  const day = labours['a day with changes']
  if (day !== undefined) tuesdayAfter = (await undisturbed(day)).after
  planned = await makeMould(async store => {
    plan = (await syncFrom(store, drops.monday, true)).plan ?? ''
  }, stands.connected)
})

/** Paths below a folder, in order. */
async function filesIn(data: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(data, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

type Damage = (path: string) => Promise<void>

async function flip(path: string, part: number): Promise<void> {
  const bytes = await readFile(path)
  const at = Math.min(bytes.length - 1, Math.floor(bytes.length * part))
  if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ 0x10
  await writeFile(path, bytes)
}

const damages: Readonly<Record<string, Damage>> = {
  'a bit flipped at its beginning': path => flip(path, 0),
  'a bit flipped in its middle': path => flip(path, 0.5),
  'a bit flipped at its end': path => flip(path, 1),
  'half of it': async path => truncate(path, (await readFile(path)).length >> 1),
  'nothing in it': path => truncate(path, 0),
  'noise behind it': async path =>
    writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(99, 7)])),
  gone: path => rm(path),
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error as Error,
  )

describe('fingerprints that were changed on the disk', () => {
  test.each(Object.entries(damages))('lead to the same roster: with %s', async (_, damage) => {
    const names = (await filesIn(stands.monday.data, 'base')).filter(name =>
      /users|roles|base\.json/.test(name),
    )
    expect(names.length).toBeGreaterThan(3)
    const wrongs: string[] = []
    for (const name of names) {
      await withCast(stands.monday, async (store, { data }) => {
        await damage(name.replace(stands.monday.data, data))
        const failure = await failureOf(syncFrom(store, drops.tuesday))
        if (failure !== null) {
          // Refused in words, and the next run goes another way.
          if (!(failure instanceof RollbookError)) wrongs.push(`${name}: ${failure.stack}`)
          await syncFrom(store, drops.tuesday)
        }
        if (!same(plain(await readRoster(store.pool)), plain(tuesdayAfter)))
          wrongs.push(`${name}: the roster is another`)
        wrongs.push(...(await findWrongs(store.pool)).map(text => `${name}: ${text}`))
      }).catch((error: unknown) => wrongs.push(`${name}: ${String(error)}`))
    }
    expect(wrongs).toEqual([])
  })
})

describe('a snapshot that was changed on the disk', () => {
  test.each(Object.entries(damages))('is not applied: with %s', async (how, damage) => {
    const names = await filesIn(planned.data, 'snapshots')
    expect(names.length).toBeGreaterThan(5)
    const wrongs: string[] = []
    for (const name of names) {
      // What stands behind their one line is never read.
      if (how === 'noise behind it' && /(ends|times)\.lines$/.test(name)) continue
      await withCast(planned, async (store, { data }) => {
        await damage(name.replace(planned.data, data))
        const failure = await failureOf(approve(store, plan, []))
        if (!(failure instanceof RollbookError) || !/^SNAPSHOT_/.test(failure.code))
          wrongs.push(`${name}: ${String(failure)}`)
        if (Object.values(await readRoster(store.pool)).some(rows => rows.length > 0))
          wrongs.push(`${name}: something was applied`)
        wrongs.push(...(await findWrongs(store.pool)).map(text => `${name}: ${text}`))
      })
    }
    expect(wrongs).toEqual([])
  })

  test('is not applied when its key is another, or none', async () => {
    for (const [key, code] of [
      ['ab'.repeat(32), 'SNAPSHOT_DAMAGED'],
      ['nonsense', 'KEY_BROKEN'],
    ]) {
      await withCast(planned, async (store, { data }) => {
        await writeFile(join(data, 'secret.key'), key ?? '')
        await expect(approve(store, plan, [])).rejects.toMatchObject({ code })
      })
    }
  })
})

describe('a plan that was changed in the database', () => {
  const edits = {
    'a change edited': `update plan_changes set after = jsonb_set(after, '{familyName}', '"Mallory"') where kind = 'users' and op = 'create'`,
    'a change taken out': `delete from plan_changes where kind = 'roles' and op = 'create'`,
    'a change added': `insert into plan_changes select district_id, plan, 900, kind, op, 'u-mallory', former_id, gen_random_uuid(), before, after, school,
      reason, hazards from plan_changes where kind = 'users' and op = 'create'`,
    'a removal made of an update': `update plan_changes set op = 'remove', after = null where kind = 'classes'`,
    'another digest': `update plans set digest = repeat('0', 64)`,
    'a kind taken out of those that come whole': `update plans set loads = '{users}'`,
  }
  test.each(Object.entries(edits))('is not applied: with %s', async (_, edit) => {
    await withCast(stands.held, async store => {
      const before = await readRoster(store.pool)
      await store.pool.query(edit)
      const { rows } = await store.pool.query<{ plan: string }>(
        `select plan from plans where status = 'held'`,
      )
      await expect(approve(store, rows[0]?.plan ?? '', ['ROLE_RAISED'])).rejects.toMatchObject({
        code: 'PLAN_CHANGED',
      })
      expect(await readRoster(store.pool)).toEqual(before)
    })
  })
})

test('a run whose changes are not all there any more is not undone', async () => {
  await withCast(stands.tuesday, async store => {
    const before = await readRoster(store.pool)
    const run = await lastRun(store)
    await store.pool.query(`delete from changes where seq = (select max(seq) - 1 from changes)`)
    await expect(undo(store, run)).rejects.toBeInstanceOf(RollbookError)
    expect(await readRoster(store.pool)).toEqual(before)
  })
})

const lastRun = async ({ pool }: Store) =>
  (await pool.query<{ run: number }>('select max(run) as run from runs')).rows[0]?.run ?? 0

test('F29: a backup of yesterday, restored, comes to the same roster with the next files', async () => {
  await withCast(stands.monday, async (store, { data }) => {
    const file = join(data, 'yesterday.backup')
    const monday = await readRoster(store.pool)
    await backup(store, file)
    await syncFrom(store, drops.tuesday)
    const { plan: held } = await syncFrom(store, drops.wednesday)
    await approve(store, held ?? '', ['ROLE_RAISED'])
    await undo(store, await lastRun(store))
    await restore(store, file)
    expect(await readRoster(store.pool)).toEqual(monday)
    const { status } = await syncFrom(store, drops.tuesday)
    expect(status).toBe('applied')
    expect(plain(await readRoster(store.pool))).toEqual(plain(tuesdayAfter))
    expect(await findWrongs(store.pool)).toEqual([])
    const past = await readPast(store.pool)
    await syncFrom(store, drops.tuesday)
    expect(await readPast(store.pool)).toEqual(past)
  })
})
