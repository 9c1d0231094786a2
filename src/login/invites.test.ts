import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { after, freshDistrict, joins, morning, password, support } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import type { District } from '../store/districts.ts'
import { dropMember, listMembers, memberOf } from '../store/members.ts'
import { run, sql } from '../store/sql.ts'
import { acceptInvite, invite, inviteAgain } from './invites.ts'
import { forgotPassword, resetPassword } from './reset.ts'
import { findReader } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { firstOwner } from './tickets.ts'

const store = await freshStore()
afterAll(() => store.close())

let lincoln: District
beforeAll(async () => {
  lincoln = await freshDistrict(store)
})

const week = 7 * 24 * 60
const ada = { name: 'Ada Park', password }
const invalid = { code: 'TICKET_INVALID' }

async function invites(district = lincoln, email = `${randomUUID()}@lincoln.example`) {
  const order = { email, name: 'Ada', districtId: district.districtId, role: 'manager', schools: null } as const
  const { token, consoleUserId } = await invite(store, order, support, morning)
  return { email, id: consoleUserId, token: token ?? '' }
} // prettier-ignore

test('the first owner of all says their address, and there is one of them', async () => {
  const older = await firstOwner(store, morning)
  const token = await firstOwner(store, after(1))
  const owner = { ...ada, email: 'owner@vendor.example' }
  await expect(acceptInvite(store, older ?? '', owner, after(2))).rejects.toMatchObject(invalid)
  await expect(acceptInvite(store, token ?? '', ada, after(2))).rejects.toMatchObject({
    code: 'EMAIL_INVALID',
  })
  const signed = await acceptInvite(store, token ?? '', owner, after(2))
  expect(signed.reader).toMatchObject({ kind: 'vendor', vendorRole: 'admin', email: 'owner@vendor.example' })
  expect(await firstOwner(store, after(3))).toBeNull()
})

test('an invitation sets name and password, and signs in', async () => {
  const { token, email, id } = await invites()
  const signed = await acceptInvite(store, token, ada, after(week - 1))
  expect(await findReader(store, signed.token, after(week - 1))).toMatchObject({ id, name: 'Ada Park' })
  expect(await signIn(store, { email, password }, after(week))).toMatchObject({ kind: 'signed_in' })
  const members = await listMembers(store.pool, lincoln.districtId)
  expect(members.find(({ consoleUserId }) => consoleUserId === id)).toMatchObject({
    name: 'Ada Park',
    seenAt: after(week),
  })
})

test('an invitation is worth nothing after a week, after it was taken, and after a newer one', async () => {
  const [late, taken, older] = [await invites(), await invites(), await invites()]
  await expect(acceptInvite(store, late.token, ada, after(week))).rejects.toMatchObject(invalid)
  await acceptInvite(store, taken.token, ada, after(1))
  await expect(acceptInvite(store, taken.token, ada, after(2))).rejects.toMatchObject(invalid)
  const newer = await inviteAgain(store, lincoln.districtId, older.id, support, after(1))
  await expect(acceptInvite(store, older.token, ada, after(2))).rejects.toMatchObject(invalid)
  expect(await acceptInvite(store, newer.token ?? '', ada, after(2))).toMatchObject({ kind: 'signed_in' })
})

test('of two who take one invitation at once, one does', async () => {
  const { token, email } = await invites()
  const passwords = ['first quiet otters', 'second quiet otters']
  const taking = passwords.map(one => acceptInvite(store, token, { ...ada, password: one }, after(1)))
  const results = await Promise.allSettled(taking)
  const won = results.findIndex(({ status }) => status === 'fulfilled')
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const [right = '', wrong = ''] = [passwords[won], passwords[1 - won]]
  await expect(signIn(store, { email, password: wrong }, after(2))).rejects.toMatchObject({
    code: 'SIGN_IN_REFUSED',
  })
  expect(await signIn(store, { email, password: right }, after(2))).toMatchObject({ kind: 'signed_in' })
})

test('a weak password is refused, and the invitation stays good', async () => {
  const { token, email } = await invites()
  for (const weak of ['short', 'elevenlette', email, 'Password-1234', 'abcabcabcabc'])
    await expect(acceptInvite(store, token, { ...ada, password: weak }, after(1))).rejects.toMatchObject({
      code: 'PASSWORD_WEAK',
    })
  expect(await acceptInvite(store, token, ada, after(1))).toMatchObject({ kind: 'signed_in' })
})

test('an invitation dies with the seat it was for', async () => {
  const { token, id } = await invites()
  await dropMember(store.pool, lincoln.districtId, id)
  await expect(acceptInvite(store, token, ada, after(1))).rejects.toMatchObject(invalid)
})

test('somebody with a password keeps it when a second district invites them', async () => {
  const { email, id, token: old } = await joins(store, lincoln, 'owner')
  const roosevelt = await freshDistrict(store)
  const second = await invites(roosevelt, email.toUpperCase())
  expect(second).toMatchObject({ id, token: '' })
  expect((await findReader(store, old, after(1)))?.seats.map(({ key }) => key).sort()).toEqual(
    [lincoln.key, roosevelt.key].sort(),
  )
})

test('an invitation that still waits gives way to another, and whoever came in is not invited again', async () => {
  const { email, token, id } = await invites()
  const order = {
    email,
    name: 'Ada',
    districtId: lincoln.districtId,
    role: 'privacy',
    schools: null,
  } as const
  const again = await invite(store, order, support, after(1))
  expect(again.consoleUserId).toBe(id)
  await expect(acceptInvite(store, token, ada, after(2))).rejects.toMatchObject(invalid)
  const { reader } = await acceptInvite(store, again.token ?? '', ada, after(2))
  expect(reader.seats).toMatchObject([{ role: 'privacy' }])
  await expect(invite(store, order, support, after(3))).rejects.toMatchObject({ code: 'MEMBER_EXISTS' })
})

test('a viewer is kept to schools of the roster, and only a viewer is', async () => {
  const { districtId } = lincoln
  await run(
    store.pool,
    sql`insert into orgs (district_id, id, sourced_id, name, type, created_run, updated_run)
      values (${districtId}, ${randomUUID()}, 's-1', 'Roosevelt Middle', 'school', 1, 1)`,
  )
  const asks = async (role: 'viewer' | 'manager', schools: string[]) => {
    const order = { email: `${randomUUID()}@lincoln.example`, name: 'Vi', districtId, role, schools }
    return await memberOf(
      store.pool,
      districtId,
      (await invite(store, order, support, morning)).consoleUserId,
    )
  }
  await expect(asks('viewer', ['s-1', 's-404'])).rejects.toThrow('schools s-404: the roster has none')
  expect(await asks('viewer', ['s-1'])).toMatchObject({ schools: ['s-1'] })
  expect(await asks('manager', ['s-1'])).toMatchObject({ schools: null })
})

test('a forgotten password is set anew by a link of one hour, once, and signs out everywhere', async () => {
  const { email, token: session } = await joins(store, lincoln, 'owner')
  const [late, used] = [
    await forgotPassword(store, email, morning, async () => {}),
    await forgotPassword(store, email, after(61), async () => {}),
  ]
  await expect(resetPassword(store, late ?? '', 'nine quiet otters', after(30))).rejects.toMatchObject(
    invalid,
  )
  await expect(resetPassword(store, used ?? '', 'nine quiet otters', after(121))).rejects.toMatchObject(
    invalid,
  )
  const good = await forgotPassword(store, email, after(1), async () => {})
  expect(await findReader(store, session, after(2))).not.toBeNull()
  await resetPassword(store, good ?? '', 'nine quiet otters', after(2))
  expect(await findReader(store, session, after(3))).toBeNull()
  await expect(resetPassword(store, good ?? '', 'ten quiet otters', after(3))).rejects.toMatchObject(invalid)
  await expect(signIn(store, { email, password }, after(3))).rejects.toMatchObject({
    code: 'SIGN_IN_REFUSED',
  })
  expect(await signIn(store, { email, password: 'nine quiet otters' }, after(3))).toMatchObject({
    kind: 'signed_in',
  })
})

test('a reset lifts a lock, for whoever guessed must not keep the owner out', async () => {
  const { email } = await joins(store, lincoln, 'owner')
  for (let count = 0; count < 11; count++)
    await signIn(store, { email, password: 'seven loud otters' }, morning).catch(() => null)
  const link = await forgotPassword(store, email, morning, async () => {})
  await resetPassword(store, link ?? '', 'nine quiet otters', morning)
  expect(await signIn(store, { email, password: 'nine quiet otters' }, morning)).toMatchObject({
    kind: 'signed_in',
  })
})

test('there is no link for an address nobody has, or whose invitation still waits', async () => {
  const { email } = await invites()
  expect(await forgotPassword(store, email, after(1), async () => {})).toBeNull()
  expect(await forgotPassword(store, 'nobody@lincoln.example', after(1), async () => {})).toBeNull()
})

test('a link of one kind opens no other door', async () => {
  const waiting = await invites()
  await expect(resetPassword(store, waiting.token, password, after(1))).rejects.toMatchObject(invalid)
  const { email } = await joins(store, lincoln, 'owner')
  const reset = await forgotPassword(store, email, after(1), async () => {})
  await expect(acceptInvite(store, reset ?? '', ada, after(1))).rejects.toMatchObject(invalid)
})
