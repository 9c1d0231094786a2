import { randomUUID } from 'node:crypto'
import type { MemberRole } from '../../src/login/rights.ts'
import { ensureConsoleUser, setLocale, setVendorRole } from '../../src/store/console-users.ts'
import { addDistrict, type District } from '../../src/store/districts.ts'
import { addMember } from '../../src/store/members.ts'
import type { Store } from '../../src/store/open.ts'

/** Monday, 9 AM in Lincoln. */
export const monday = new Date('2026-09-14T14:00:00Z')
export const later = (from: Date, { minutes = 0, hours = 0, days = 0 }) =>
  new Date(from.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000)

export async function addLincoln({ pool }: Store, key = 'lincoln-usd'): Promise<District> {
  return await addDistrict(pool, key, 'Lincoln USD', 'America/Chicago')
}

/** Somebody who looks after the district and has been here; their id. */
export async function addPerson(
  { pool }: Store,
  { districtId }: District,
  role: MemberRole,
  { email = `${role}@lincoln.example`, locale = 'en-US', seen = true } = {},
): Promise<string> {
  const person = { consoleUserId: randomUUID(), email, name: 'Ada Park' }
  const { consoleUserId } = await ensureConsoleUser(pool, person, monday)
  await setLocale(pool, consoleUserId, locale)
  await addMember(pool, districtId, { ...person, consoleUserId, role, schools: null, factor: false }, monday)
  if (seen)
    await pool.query('update members set seen_at = $1 where console_user_id = $2', [monday, consoleUserId])
  return consoleUserId
}

export async function addSupport({ pool }: Store, email = 'support@vendor.example'): Promise<string> {
  const person = { consoleUserId: randomUUID(), email, name: 'Maya Cole' }
  const { consoleUserId } = await ensureConsoleUser(pool, person, monday)
  await setVendorRole(pool, consoleUserId, 'support')
  await pool.query(`update console_users set password_hash = 'x' where console_user_id = $1`, [consoleUserId])
  return consoleUserId
}

/** A run that is over, written as the engine leaves it. */
export async function addRun(
  { pool }: Store,
  { districtId }: District,
  run: {
    readonly run: number
    readonly result: string
    readonly at: Date
    readonly code?: string
    readonly counts?: unknown
    readonly trigger?: string
  },
): Promise<void> {
  await pool.query(
    `insert into runs (district_id, run, trigger, who, phase, fence, started_at, finished_at, result, code, counts)
     values ($1, $2, $3, 'schedule', 'done', 1, $4, $4, $5, $6, $7)`,
    [
      districtId,
      run.run,
      run.trigger ?? 'schedule',
      run.at,
      run.result,
      run.code ?? null,
      run.counts ?? null,
    ],
  )
}

/** The plan of a run, on hold: half of a school's enrollments would go. */
export async function addHold(
  { pool }: Store,
  { districtId }: District,
  run: number,
  digest: string,
): Promise<string> {
  const plan = `plan-${run}`
  const hazards = [
    {
      code: 'MASS_REMOVE_SCHOOL', kind: 'enrollments', school: 's-12', count: 208, of: 507, limit: 101,
      message: '41 % of enrollments at school "s-12" would be removed (208 of 507, limit 101)',
    },
  ] // prettier-ignore
  const counts = {
    enrollments: { create: 0, update: 0, remove: 208, restore: 0, archive: 0, unchanged: 299 },
  }
  await pool.query(`update plans set status = 'superseded' where district_id = $1`, [districtId])
  await pool.query(
    `insert into plans (district_id, plan, run, connection_id, digest, basis, snapshot, status, counts, per_school, loads,
       hazards, grade_flow, tally, stock)
     values ($1, $2, $3, $4, $5, '{"rulesVersion": 1}', '1', 'held', $6, '{}', '{}', $7, '{}', '{}', '{}')`,
    [districtId, plan, run, randomUUID(), digest, counts, JSON.stringify(hazards)],
  )
  return plan
}
