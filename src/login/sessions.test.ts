import { afterAll, beforeAll, expect, test } from 'vitest'
import { after, freshDistrict, joins, morning, password, rosters } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import type { District } from '../store/districts.ts'
import { dropMember } from '../store/members.ts'
import { run, sql } from '../store/sql.ts'
import { requireProof } from './proof.ts'
import { endSessions, findReader, prove, signOut } from './sessions.ts'
import { signIn, signInAs } from './sign-in.ts'

const store = await freshStore()
afterAll(() => store.close())

let lincoln: District
beforeAll(async () => {
  lincoln = await freshDistrict(store)
})

const isKnown = async (token: string, now: Date) => (await findReader(store, token, now)) !== null

test('a session says who it is, and of which districts', async () => {
  const { token, id, email } = await joins(store, lincoln, 'manager')
  expect(await findReader(store, token, after(1))).toMatchObject({
    kind: 'member',
    id,
    name: 'Ada Park',
    email,
    seats: [{ key: lincoln.key, role: 'manager', schools: null }],
    factor: false,
    demo: false,
  })
})

test('a cookie that was never issued is nobody', async () => {
  expect(await findReader(store, 'x'.repeat(43), morning)).toBeNull()
})

test('somebody of the console is signed out after 20 idle minutes, and a student after 30', async () => {
  const admin = await joins(store, lincoln, 'owner')
  const userId = await rosters(store, lincoln, 'student')
  const student = await signInAs(store, { districtId: lincoln.districtId, userId }, morning, true)
  expect(await isKnown(student.token, after(29.9))).toBe(true)
  expect(await isKnown(admin.token, after(20))).toBe(false)
  expect(await isKnown(student.token, after(59.8))).toBe(true)
  expect(await isKnown(student.token, after(89.9))).toBe(false)
})

test('a session that is used goes on, and ends after eight hours all the same', async () => {
  const { token } = await joins(store, lincoln, 'owner')
  for (let minute = 15; minute < 480; minute += 15) expect(await isKnown(token, after(minute))).toBe(true)
  expect(await isKnown(token, after(479))).toBe(true)
  expect(await isKnown(token, after(480))).toBe(false)
})

test('what is left of a session is told: the idle time, and never more than the eight hours', async () => {
  const { token } = await joins(store, lincoln, 'owner')
  expect((await findReader(store, token, after(10)))?.until).toEqual(after(30))
  for (let minute = 25; minute < 480; minute += 15) await findReader(store, token, after(minute))
  expect((await findReader(store, token, after(475)))?.until).toEqual(after(480))
})

test('signing out ends this session alone', async () => {
  const { token, email } = await joins(store, lincoln, 'owner')
  const other = await signIn(store, { email, password }, morning)
  await signOut(store, token)
  expect(await isKnown(token, after(1))).toBe(false)
  expect(other.kind === 'signed_in' && (await isKnown(other.token, after(1)))).toBe(true)
})

test('ending the sessions of somebody ends them everywhere', async () => {
  const { token, id, email } = await joins(store, lincoln, 'owner')
  const other = await signIn(store, { email, password }, morning)
  await endSessions(store, id)
  expect(await isKnown(token, after(1))).toBe(false)
  expect(other.kind === 'signed_in' && (await isKnown(other.token, after(1)))).toBe(false)
})

test('a student whom a run suspends is nobody at the next request, and stays signed out when they return', async () => {
  const userId = await rosters(store, lincoln, 'student')
  const { token } = await signInAs(store, { districtId: lincoln.districtId, userId }, morning, false)
  expect(await findReader(store, token, after(1))).toMatchObject({
    kind: 'user',
    name: 'Jonah Reyes',
    home: { role: 'student' },
  })
  const suspend = (at: Date | null) =>
    run(
      store.pool,
      sql`update users set removed_at = ${at} where district_id = ${lincoln.districtId} and id = ${userId}`,
    )
  await suspend(after(2))
  expect(await isKnown(token, after(2))).toBe(false)
  await suspend(null)
  expect(await isKnown(token, after(3))).toBe(false)
})

test('somebody the source switched off, and a guardian, cannot come in', async () => {
  const [off, guardian] = [
    await rosters(store, lincoln, 'teacher'),
    await rosters(store, lincoln, 'guardian'),
  ]
  await run(
    store.pool,
    sql`update users set enabled_user = false where district_id = ${lincoln.districtId} and id = ${off}`,
  )
  for (const userId of [off, guardian]) {
    const signing = signInAs(store, { districtId: lincoln.districtId, userId }, morning, false)
    await expect(signing).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  }
})

test('whoever looks after no district any more is nobody, and may not come in again', async () => {
  const { token, id, email } = await joins(store, lincoln, 'manager')
  await dropMember(store.pool, lincoln.districtId, id)
  expect(await isKnown(token, after(1))).toBe(false)
  await expect(signIn(store, { email, password }, after(1))).rejects.toMatchObject({
    code: 'SIGN_IN_REFUSED',
  })
})

test('a proof gets old after 15 minutes', async () => {
  const { token } = await joins(store, lincoln, 'owner')
  const reader = await findReader(store, token, after(15))
  expect(reader).not.toBeNull()
  if (reader === null) return
  expect(() => requireProof(reader, after(15))).not.toThrow()
  expect(() => requireProof(reader, after(15.1))).toThrow(expect.objectContaining({ code: 'PROOF_NEEDED' }))
})

test('a new proof comes with a new token, and the old one is not proven and soon over', async () => {
  const { token } = await joins(store, lincoln, 'owner')
  await findReader(store, token, after(15))
  const fresh = await prove(store, token, { password }, after(16))
  expect(fresh.token).not.toBe(token)
  expect((await findReader(store, fresh.token, after(16)))?.provenAt).toEqual(after(16))
  expect((await findReader(store, token, after(16.1)))?.provenAt).toEqual(morning)
  expect(await isKnown(token, after(16.2))).toBe(false)
  expect(await isKnown(fresh.token, after(30))).toBe(true)
})

test('a proof does not make a session longer than eight hours', async () => {
  let { token } = await joins(store, lincoln, 'owner')
  for (let minute = 19; minute < 480; minute += 19)
    token = (await prove(store, token, { password }, after(minute))).token
  expect(await isKnown(token, after(480))).toBe(false)
})

test('a wrong password proves nothing, and counts as a try to sign in', async () => {
  const { token, email } = await joins(store, lincoln, 'owner')
  for (let count = 0; count < 10; count++)
    await expect(prove(store, token, { password: 'seven loud otters' }, after(1))).rejects.toMatchObject({
      code: 'PROOF_REFUSED',
    })
  await expect(prove(store, token, { password }, after(1))).rejects.toMatchObject({ code: 'SIGN_IN_LOCKED' })
  await expect(signIn(store, { email, password }, after(1))).rejects.toMatchObject({ code: 'SIGN_IN_LOCKED' })
})
