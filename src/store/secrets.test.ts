import { randomUUID } from 'node:crypto'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { checkKeys, rewrapKeys } from './district-keys.ts'
import { masterKeys, prepareNext } from './master-key.ts'
import { rotateMaster } from './rotate.ts'
import { ourTables } from './schema.ts'
import { keepSecret, listSecrets, readSecrets, retireSecret } from './secrets.ts'
import { transact } from './transact.ts'

const store = await freshStore()
afterAll(() => store.close())

const now = new Date('2026-09-01T14:00:00Z')
const name = 'clientSecret'
const masterFile = join(store.data, 'master.key')
let lincoln = ''
beforeEach(() => {
  lincoln = randomUUID()
})

const keeps = (value: string, districtId = lincoln) =>
  keepSecret(store, { districtId, name, value, who: 'npadilla' }, now)
const reads = (districtId = lincoln) => readSecrets(store, districtId, name)
const unreadable = { code: 'SECRET_UNREADABLE' }

/** Every row of every table as text, bytes in hex. */
async function dump(): Promise<string> {
  const texts = await Promise.all(
    (await ourTables()).map(async table => {
      const { rows } = await store.pool.query<{ text: string }>(`select t::text as text from ${table} t`)
      return rows.map(({ text }) => text).join('\n')
    }),
  )
  return texts.join('\n')
}

test('the newest secret is read first, and the one before it until it is retired', async () => {
  await keeps('first-otter')
  await keeps('second-otter')
  expect(await reads()).toEqual(['second-otter', 'first-otter'])
  await retireSecret(store.pool, lincoln, name, 1, now)
  expect(await reads()).toEqual(['second-otter'])
  await expect(retireSecret(store.pool, lincoln, name, 1, now)).rejects.toMatchObject({ code: 'SECRET_UNKNOWN' })
}) // prettier-ignore

test('a third secret retires the first', async () => {
  for (const value of ['first-otter', 'second-otter', 'third-otter']) await keeps(value)
  expect(await reads()).toEqual(['third-otter', 'second-otter'])
  const lines = await listSecrets(store.pool, lincoln)
  expect(lines.map(({ version, retiredAt }) => [version, retiredAt !== null])).toEqual([
    [3, false],
    [2, false],
    [1, true],
  ])
})

test('the newest secret given once more is still one, and pushes out none', async () => {
  await keeps('first-otter')
  await keeps('second-otter')
  expect(await keeps(' second-otter ')).toMatchObject({ version: 2 })
  expect(await reads()).toEqual(['second-otter', 'first-otter'])
})

test('two people who give a secret at once give two versions', async () => {
  await Promise.all([keeps('one-otter'), keeps('other-otter')])
  expect((await reads()).sort()).toEqual(['one-otter', 'other-otter'])
})

test('no table holds a value in any spelling, and a retired one leaves no bytes', async () => {
  const value = `canary-${randomUUID()}`
  const { fingerprint } = await keeps(value)
  const spellings = [value, ...(['hex', 'base64', 'base64url'] as const).map(one => Buffer.from(value).toString(one))] // prettier-ignore
  const text = await dump()
  expect(text).toContain(fingerprint)
  expect(spellings.filter(one => text.includes(one))).toEqual([])
  await retireSecret(store.pool, lincoln, name, null, now)
  const { rows } = await store.pool.query('select sealed from secrets where district_id = $1', [lincoln])
  expect(rows).toEqual([{ sealed: Buffer.alloc(0) }])
})

test('the same value has one fingerprint in a district, and another in the next', async () => {
  const [first, , again] = [await keeps('1234'), await keeps('5678'), await keeps('1234')]
  const abroad = await keeps('1234', randomUUID())
  expect(first.fingerprint).toMatch(/^[0-9a-f]{8}$/)
  expect(again.fingerprint).toBe(first.fingerprint)
  expect(abroad.fingerprint).not.toBe(first.fingerprint)
})

test('what is sealed for a district opens in no other, also under its own key', async () => {
  const roosevelt = randomUUID()
  await keeps('of-lincoln')
  await keeps('of-roosevelt', roosevelt)
  const ids = [lincoln, roosevelt]
  await store.pool.query('update secrets a set sealed = b.sealed from secrets b where a.district_id = $1 and b.district_id = $2', ids) // prettier-ignore
  await expect(reads()).rejects.toMatchObject(unreadable)
  const { shut } = await checkKeys(store)
  await store.pool.query('update district_keys a set wrapped = b.wrapped from district_keys b where a.district_id = $1 and b.district_id = $2', ids) // prettier-ignore
  await expect(reads()).rejects.toMatchObject(unreadable)
  expect((await checkKeys(store)).shut).toBe(shut + 1)
  expect(await reads(roosevelt)).toEqual(['of-roosevelt'])
})

test('what is sealed for one name or version opens under no other', async () => {
  await keeps('first-otter')
  await keepSecret(store, { districtId: lincoln, name: 'bearer', value: 'a-bearer', who: 'npadilla' }, now)
  await store.pool.query(`update secrets a set sealed = b.sealed from secrets b
    where a.district_id = $1 and b.district_id = $1 and a.name = 'clientSecret' and b.name = 'bearer'`, [lincoln]) // prettier-ignore
  await expect(reads()).rejects.toMatchObject(unreadable)
  await store.pool.query(`update secrets set version = 7 where district_id = $1 and name = 'bearer'`, [lincoln]) // prettier-ignore
  await expect(readSecrets(store, lincoln, 'bearer')).rejects.toMatchObject(unreadable)
})

test('a data key that is spent makes room for the next, and both open', async () => {
  await keeps('first-otter')
  await store.pool.query('update district_keys set uses = 1000000 where district_id = $1', [lincoln])
  await keeps('second-otter')
  expect(await reads()).toEqual(['second-otter', 'first-otter'])
  const { rows } = await store.pool.query('select version from district_keys where district_id = $1 order by version', [lincoln]) // prettier-ignore
  expect(rows).toEqual([{ version: 1 }, { version: 2 }])
})

test('without its master key a secret is unreadable in words, and can be given anew', async () => {
  await keeps('lost-otter')
  await rename(masterFile, `${masterFile}.away`)
  await expect(reads()).rejects.toMatchObject({ ...unreadable, message: expect.stringContaining('give the secret anew') }) // prettier-ignore
  await expect(reads()).rejects.not.toMatchObject({ message: expect.stringContaining('otter') })
  await keeps('new-otter')
  expect(await reads()).toEqual(['new-otter'])
  await rename(`${masterFile}.away`, masterFile)
  expect(await reads()).toEqual(['lost-otter'])
})

test('of eight who give the first secret at once all find theirs again', async () => {
  await rm(masterFile, { force: true })
  const districts = Array.from({ length: 8 }, () => randomUUID())
  await Promise.all(districts.map(district => keeps(`of-${district}`, district)))
  expect(await Promise.all(districts.map(district => reads(district)))).toEqual(
    districts.map(district => [`of-${district}`]),
  )
  expect((await readdir(store.data)).filter(file => file.startsWith('master'))).toEqual(['master.key'])
})

test('nobody misses a secret while the master key is changed, and changed again', async () => {
  await keeps('steady-otter')
  let over = false
  const look = async () => {
    const seen = new Set<string>()
    while (!over) seen.add(String(await reads()))
    return seen
  }
  const looking = [look(), look(), look()]
  const before = (await masterKeys(store.data)).now?.mark
  await rotateMaster(store)
  const last = await rotateMaster(store)
  over = true
  for (const seen of await Promise.all(looking)) expect([...seen]).toEqual(['steady-otter'])
  expect(await masterKeys(store.data)).toMatchObject({ now: { mark: last.to }, next: null })
  expect(last.to).not.toBe(before)
})

test.each([
  ['the new key was written', 1],
  ['every data key was wrapped anew', 2],
])('a change that dies after %s is gone on with, and everything opens meanwhile', async (_, steps) => {
  await keeps('first-otter')
  const next = await prepareNext(store.data)
  const masters = await masterKeys(store.data)
  if (steps > 1) await transact(store.pool, client => rewrapKeys(client, masters, next))
  expect(await reads()).toEqual(['first-otter'])
  const late = randomUUID()
  await keeps('late-otter', late)
  const done = await rotateMaster(store)
  expect(done.to).toBe(next.mark)
  expect(await reads()).toEqual(['first-otter'])
  expect(await reads(late)).toEqual(['late-otter'])
})

test('two changes at once are two changes, one after the other', async () => {
  await keeps('first-otter')
  const done = await Promise.all([rotateMaster(store), rotateMaster(store)])
  expect(new Set(done.map(({ to }) => to)).size).toBe(2)
  expect(await reads()).toEqual(['first-otter'])
})

test('a change under a key that opens nothing is refused, and what it prepared does no harm', async () => {
  await keeps('first-otter')
  await rename(masterFile, `${masterFile}.away`)
  await expect(rotateMaster(store)).rejects.toMatchObject(unreadable)
  await rename(`${masterFile}.away`, masterFile)
  expect(await reads()).toEqual(['first-otter'])
  await rotateMaster(store)
  expect(await reads()).toEqual(['first-otter'])
})

test('a master key of the environment is changed to the one that is given beside it, and to no other', async () => {
  const [old, coming] = ['a1', 'b2'].map(two => two.repeat(32))
  const given = process.env
  try {
    process.env = { ...given, ROLLBOOK_MASTER_KEY: old }
    const mine = randomUUID()
    await keeps('first-otter', mine)
    await expect(rotateMaster(store)).rejects.toMatchObject({ code: 'KEY_NOT_GIVEN' })
    process.env = { ...given, ROLLBOOK_MASTER_KEY: old, ROLLBOOK_NEXT_MASTER_KEY: coming }
    await rotateMaster(store)
    await keeps('second-otter', mine)
    process.env = { ...given, ROLLBOOK_MASTER_KEY: coming }
    expect(await reads(mine)).toEqual(['second-otter', 'first-otter'])
    process.env = { ...given, ROLLBOOK_MASTER_KEY: 'not a key' }
    await expect(reads(mine)).rejects.toMatchObject({ code: 'KEY_BROKEN' })
  } finally {
    process.env = given
  }
})
