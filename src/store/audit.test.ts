import { createHash, randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { freshStore } from '../../test/support/database.ts'
import { checkAudit, note, noteHourly, readAudit, type Deed } from './audit.ts'
import { writeDistrict } from './district-role.ts'
import { addDistrict } from './districts.ts'
import { run, sql } from './sql.ts'

const store = await freshStore()
const { pool } = store
afterAll(() => store.close())

const morning = new Date('2026-09-01T14:00:00.123Z')
const minutes = (count: number) => new Date(morning.getTime() + count * 60_000)

async function freshChain() {
  const key = `lincoln-${randomUUID()}`
  const { districtId } = await addDistrict(pool, key, 'Lincoln USD', 'America/Chicago')
  const deed = (more: Partial<Deed> = {}): Deed => ({
    districtId, at: morning, actor: 'console:1', actorKind: 'member', action: 'hold.approve', target: 'plan:7f3c', detail: {}, ...more,
  }) // prettier-ignore
  const write = (more: Partial<Deed> = {}) =>
    writeDistrict(pool, districtId, client => note(client, deed(more)))
  return { districtId, deed, write }
}

test('a hash is that of the row before it and of this row, keys in order', async () => {
  const { districtId, write } = await freshChain()
  await write({ detail: { zeta: [1, null], alpha: { b: 'ü', a: true } } })
  const said = `{"action":"hold.approve","actor":"console:1","actorKind":"member","at":"2026-09-01T14:00:00.123Z","detail":{"alpha":{"a":true,"b":"ü"},"zeta":[1,null]},"districtId":"${districtId}","seq":1,"target":"plan:7f3c"}`
  const [found] = await readAudit(pool, districtId, {}, 1)
  expect(found?.hash).toBe(createHash('sha256').update(`\n${said}`).digest('hex'))
  await write()
  const [second] = await readAudit(pool, districtId, {}, 1)
  expect(second).toMatchObject({ seq: 2, beforeHash: found?.hash })
})

test('an empty chain holds, and so does one that many wrote at once', async () => {
  const { districtId, write } = await freshChain()
  expect(await checkAudit(pool, districtId)).toEqual({ rows: 0, head: null, broken: null })
  await Promise.all(Array.from({ length: 25 }, (_, count) => write({ detail: { count } })))
  const [newest] = await readAudit(pool, districtId, {}, 1)
  expect(await checkAudit(pool, districtId)).toEqual({ rows: 25, head: newest?.hash, broken: null })
})

test('whatever may stand in a comment may stand in the chain', async () => {
  const { districtId, write } = await freshChain()
  const comment = 'quote " back\\slash \\u0000 nul \0 half \ud83d pair 🦦 <b>'
  await write({ detail: { comment, left: undefined, big: 2 ** 53, small: 1e-7 } })
  expect((await checkAudit(pool, districtId)).broken).toBeNull()
  expect((await readAudit(pool, districtId, {}, 1))[0]?.detail).toEqual({
    comment: 'quote " back\\slash \\u0000 nul \ufffd half \ufffd pair 🦦 <b>', big: 2 ** 53, small: 1e-7,
  }) // prettier-ignore
})

const tampered: readonly [string, string, number][] = [
  ['an actor was changed', `update audit set actor = 'console:2' where seq = 3 and district_id = $1`, 3],
  ['a time was changed', `update audit set at = at + interval '1 second' where seq = 3 and district_id = $1`, 3],
  ['a detail was changed', `update audit set detail = '{"count": 9}' where seq = 3 and district_id = $1`, 3],
  ['a target was taken away', `update audit set target = null where seq = 3 and district_id = $1`, 3],
  ['a row was taken out', `delete from audit where seq = 3 and district_id = $1`, 3],
  ['the first row was taken out', `delete from audit where seq = 1 and district_id = $1`, 1],
  ['rows changed places', `update audit set seq = case seq when 2 then 103 when 3 then 102 else seq end where district_id = $1`, 2],
  ['a row was put in', `insert into audit select district_id, 6, at, actor, actor_kind, action, target, detail, hash, hash from audit where seq = 5 and district_id = $1`, 6],
] // prettier-ignore
test.each(tampered)('the check names the row where %s', async (_, statement, broken) => {
  const { districtId, write } = await freshChain()
  for (let count = 1; count <= 5; count++) await write({ detail: { count } })
  await pool.query(statement, [districtId])
  expect(await checkAudit(pool, districtId)).toMatchObject({ broken, rows: broken - 1 })
})

/** Puts a row in place of another, or at its end, whose own hash is right: what a forger can do who knows the rule. */
async function forge(districtId: string, seq: number, beforeHash: string): Promise<void> {
  const [found] = await readAudit(pool, districtId, { before: seq + 1 }, 1)
  const { action, actorKind, target, detail } = found ?? {}
  const said = { action, actor: 'console:forger', actorKind, at: found?.at.toISOString(), detail, districtId, seq, target } // prettier-ignore
  const hash = createHash('sha256')
    .update(`${beforeHash}\n${JSON.stringify(said)}`)
    .digest('hex')
  await run(
    pool,
    sql`update audit set actor = 'console:forger', before_hash = ${beforeHash}, hash = ${hash}
      where district_id = ${districtId} and seq = ${seq}`,
  )
}

test('a row forged to fit itself does not fit the one behind it', async () => {
  const { districtId, write } = await freshChain()
  for (let count = 1; count <= 4; count++) await write({ detail: { count } })
  const [second] = await readAudit(pool, districtId, { before: 3 }, 1)
  await forge(districtId, 3, second?.hash ?? '')
  expect(await checkAudit(pool, districtId)).toMatchObject({ broken: 4, rows: 3 })
})

test('a row left out shows also when the last one was forged to close the gap', async () => {
  const { districtId, write } = await freshChain()
  for (let count = 1; count <= 4; count++) await write({ detail: { count } })
  const [second] = await readAudit(pool, districtId, { before: 3 }, 1)
  await run(pool, sql`delete from audit where district_id = ${districtId} and seq = 3`)
  await forge(districtId, 4, second?.hash ?? '')
  expect(await checkAudit(pool, districtId)).toMatchObject({ broken: 3, rows: 2 })
})

test('a chain cut off at its end is shorter and has another head', async () => {
  const { districtId, write } = await freshChain()
  for (let count = 1; count <= 3; count++) await write()
  const before = await checkAudit(pool, districtId)
  await run(pool, sql`delete from audit where district_id = ${districtId} and seq = 3`)
  const found = await checkAudit(pool, districtId)
  expect(found).toMatchObject({ rows: 2, broken: null })
  expect(found.head).not.toBe(before.head)
})

test('who writes for a browser can neither change nor delete a row, nor see another district', async () => {
  const { districtId, write } = await freshChain()
  await write()
  for (const statement of ['update audit set actor = actor', 'delete from audit'])
    await expect(writeDistrict(pool, districtId, client => client.query(statement))).rejects.toThrow(
      'permission denied',
    )
  const other = await freshChain()
  expect(await writeDistrict(pool, other.districtId, client => readAudit(client, districtId, {}, 10))).toEqual([]) // prettier-ignore
  await expect(writeDistrict(pool, other.districtId, client => note(client, { ...other.deed(), districtId }))).rejects.toThrow('row-level security') // prettier-ignore
})

test('a deed whose transaction fails was not done', async () => {
  const { districtId, deed, write } = await freshChain()
  await write()
  const failing = writeDistrict(pool, districtId, async client => {
    await note(client, deed())
    throw new Error('the rest failed')
  })
  await expect(failing).rejects.toThrow('the rest failed')
  expect(await checkAudit(pool, districtId)).toMatchObject({ rows: 1, broken: null })
})

test('rows are found by actor, category, action and time, page after page', async () => {
  const { districtId, write } = await freshChain()
  await write({ at: minutes(0), action: 'team.invite' })
  await write({ at: minutes(1), action: 'team.remove', actor: 'console:2' })
  await write({ at: minutes(2), action: 'teaming.up' })
  const seqs = async (filter: Parameters<typeof readAudit>[2], limit = 10) =>
    (await readAudit(pool, districtId, filter, limit)).map(({ seq }) => seq)
  expect(await seqs({})).toEqual([3, 2, 1])
  expect(await seqs({ action: 'team' })).toEqual([2, 1])
  expect(await seqs({ action: 'team.remove' })).toEqual([2])
  expect(await seqs({ actor: 'console:1' })).toEqual([3, 1])
  expect(await seqs({ since: minutes(1), until: minutes(2) })).toEqual([2])
  expect(await seqs({}, 2)).toEqual([3, 2])
  expect(await seqs({ before: 2 }, 2)).toEqual([1])
})

test('looking is noted once an hour and screen', async () => {
  const { districtId, deed } = await freshChain()
  const look = (target: string, count: number) =>
    writeDistrict(pool, districtId, client =>
      noteHourly(client, deed({ action: 'support.looked', target, at: minutes(count) })),
    )
  for (const [target, count] of [['people', 0], ['people', 30], ['runs', 31], ['people', 60], ['people', 61]] as const) await look(target, count) // prettier-ignore
  const rows = await readAudit(pool, districtId, {}, 10)
  expect(rows.map(({ target, at }) => `${target} ${at.toISOString().slice(11, 16)}`)).toEqual(['people 15:00', 'runs 14:31', 'people 14:00']) // prettier-ignore
})
