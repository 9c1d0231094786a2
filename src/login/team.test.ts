import { afterAll, expect, test } from 'vitest'
import { after, freshDistrict, joins, support } from '../../test/support/console.ts'
import { freshStore } from '../../test/support/database.ts'
import { readAudit } from '../store/audit.ts'
import { writeDistrict } from '../store/district-role.ts'
import type { District } from '../store/districts.ts'
import { listMembers, memberOf } from '../store/members.ts'
import { invite } from './invites.ts'
import type { MemberRole } from './rights.ts'
import { changeRole, removeMember } from './team.ts'

const store = await freshStore()
afterAll(() => store.close())

const last = { code: 'LAST_OWNER' }
const caseOf = ({ districtId }: District, consoleUserId: string) => ({
  districtId,
  consoleUserId,
  who: support,
})
const change = (district: District, id: string, role: MemberRole) =>
  writeDistrict(store.pool, district.districtId, client =>
    changeRole(client, caseOf(district, id), role, null, after(1)),
  )
const remove = (district: District, id: string) =>
  writeDistrict(store.pool, district.districtId, client =>
    removeMember(client, caseOf(district, id), after(1)),
  )

test('the last owner can neither be removed nor made anything else', async () => {
  const lincoln = await freshDistrict(store)
  const { id } = await joins(store, lincoln, 'owner')
  await joins(store, lincoln, 'manager')
  await expect(change(lincoln, id, 'manager')).rejects.toMatchObject(last)
  await expect(remove(lincoln, id)).rejects.toMatchObject(last)
  await change(lincoln, id, 'owner')
  expect(await memberOf(store.pool, lincoln.districtId, id)).toMatchObject({ role: 'owner' })
})

test('an owner who was invited and never came does not count', async () => {
  const lincoln = await freshDistrict(store)
  const { id } = await joins(store, lincoln, 'owner')
  const order = { email: 'later@lincoln.example', name: 'Lee', role: 'owner', schools: null } as const
  const waiting = await invite(store, { ...order, districtId: lincoln.districtId }, support, after(0))
  await expect(remove(lincoln, id)).rejects.toMatchObject(last)
  await remove(lincoln, waiting.consoleUserId)
})

test('two owners who demote each other at once leave one', async () => {
  for (let round = 0; round < 10; round++) {
    const lincoln = await freshDistrict(store)
    const [ada, lee] = [await joins(store, lincoln, 'owner'), await joins(store, lincoln, 'owner')]
    const results = await Promise.allSettled([change(lincoln, ada.id, 'viewer'), remove(lincoln, lee.id)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const owners = (await listMembers(store.pool, lincoln.districtId)).filter(({ role }) => role === 'owner')
    expect(owners).toHaveLength(1)
  }
})

test('somebody of another district is not there', async () => {
  const [lincoln, roosevelt] = [await freshDistrict(store), await freshDistrict(store)]
  const { id } = await joins(store, roosevelt, 'manager')
  await expect(change(lincoln, id, 'viewer')).rejects.toMatchObject({ code: 'MEMBER_UNKNOWN' })
  await expect(remove(lincoln, id)).rejects.toMatchObject({ code: 'MEMBER_UNKNOWN' })
})

test('who did what to the team stands in the audit', async () => {
  const lincoln = await freshDistrict(store)
  const { id } = await joins(store, lincoln, 'manager')
  await change(lincoln, id, 'viewer')
  await remove(lincoln, id)
  const rows = await readAudit(store.pool, lincoln.districtId, { action: 'team' }, 10)
  expect(rows.map(({ action, actor, target, detail }) => ({ action, actor, target, detail }))).toEqual([
    { action: 'team.remove', actor: 'npadilla', target: `console:${id}`, detail: { role: 'viewer' } },
    {
      action: 'team.change', actor: 'npadilla', target: `console:${id}`,
      detail: { role: { before: 'manager', after: 'viewer' }, schools: { before: null, after: null } },
    },
    { action: 'team.invite', actor: 'npadilla', target: `console:${id}`, detail: { role: 'manager', schools: null } },
  ]) // prettier-ignore
})
