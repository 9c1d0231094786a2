import type { Clues } from '../guard/cause.ts'
import type { Tally } from '../plan/tally.ts'
import type { Decided } from './run-detail.ts'
import { row, rows, sql, type Runner } from './sql.ts'

/* What a person looks at before deciding about a plan. */

/** A plan's place in time: when it was made, and whether the world is still what it was made from. */
export type PlanStanding = Decided & {
  readonly createdAt: Date
  readonly rosterVersion: number
  readonly rulesVersion: number
}

export async function findStanding(db: Runner, districtId: string, plan: string): Promise<PlanStanding | null> {
  return await row<PlanStanding>(
    db,
    sql`select p.status, p.decided_at as "decidedAt", p.decision, p.created_at as "createdAt",
        d.roster_version as "rosterVersion", c.rules_version as "rulesVersion"
      from plans p join districts d on d.district_id = p.district_id
      join connections c on c.district_id = p.district_id and c.connection_id = p.connection_id
      where p.district_id = ${districtId} and p.plan = ${plan}`,
  )
} // prettier-ignore

export type Night = { readonly run: number; readonly at: Date; readonly tally: Tally | null }

/** The runs before one that ended well, the last first; without a tally where nothing changed. */
export async function recentNights(
  db: Runner,
  districtId: string,
  before: number,
  most: number,
): Promise<Night[]> {
  return await rows<Night>(
    db,
    sql`select r.run, r.started_at as at, p.tally from runs r
      left join plans p on p.district_id = r.district_id and p.run = r.run
      where r.district_id = ${districtId} and r.run < ${before} and r.result in ('applied', 'empty', 'undone')
        and r.trigger not in ('undo', 'hand') and r.undoes is null order by r.run desc limit ${most}`,
  )
}

export type Leaver = {
  readonly id: string
  readonly sourcedId: string
  readonly before: Readonly<Record<string, unknown>>
  readonly school: string | null
  readonly reason: string
  readonly hazards: readonly string[]
}

/** People whom the plan would remove: the first of them, and how many. `within` are schools, or null for all. */
export async function readLeavers(
  db: Runner,
  districtId: string,
  plan: string,
  within: readonly string[] | null,
  most: number,
): Promise<{ count: number; sample: Leaver[] }> {
  const which = sql`c.district_id = ${districtId} and c.plan = ${plan} and c.kind = 'users' and c.op = 'remove'
    and (${within === null} or c.school = any(${within === null ? [] : [...within]}::text[]))`
  const counted = await row<{ count: number }>(db, sql`select count(*)::int as count from plan_changes c where ${which} and c.district_id = ${districtId}`)
  const sample = await rows<Leaver>(
    db,
    sql`select c.id, c.sourced_id as "sourcedId", c.before, c.school, c.reason, c.hazards from plan_changes c
      where ${which} and c.district_id = ${districtId} order by c.seq limit ${most}`,
  )
  return { count: counted?.count ?? 0, sample }
} // prettier-ignore

/** Among more people than this nobody looks for what they have in common: the numbers of the schools say it. */
const mostCompared = 50_000

/** What those who would go have in common, and where addresses move to. */
export async function readClues(db: Runner, districtId: string, plan: string): Promise<Clues> {
  const users = sql`c.district_id = ${districtId} and c.plan = ${plan} and c.kind = 'users'`
  const groups = await rows<{ reason: string; grade: string | null; count: number }>(
    db,
    sql`select c.reason, c.before->'grades'->>0 as grade, count(*)::int as count from plan_changes c
      where ${users} and c.district_id = ${districtId} and c.op = 'remove' group by 1, 2`,
  )
  const removed = groups.reduce((total, { count }) => total + count, 0)
  const most = <Key extends 'reason' | 'grade'>(key: Key) => {
    const sums = new Map<string, number>()
    for (const group of groups) {
      const name = group[key]
      if (name !== null) sums.set(name, (sums.get(name) ?? 0) + group.count)
    }
    const [first] = [...sums].sort(([, one], [, other]) => other - one)
    return first === undefined ? null : { name: first[0], count: first[1] }
  }
  const [reason, grade] = [most('reason'), most('grade')]
  return {
    removed,
    reason: reason === null ? null : { reason: reason.name, count: reason.count },
    grade: grade === null ? null : { grade: grade.name, count: grade.count },
    namesakes: removed === 0 || removed > mostCompared ? 0 : await countNamesakes(db, districtId, plan),
    domain: await topDomain(db, districtId, plan),
  }
}

async function countNamesakes(db: Runner, districtId: string, plan: string): Promise<number> {
  const name = (side: 'before' | 'after') =>
    side === 'before'
      ? sql`lower(c.before->>'givenName'), lower(c.before->>'familyName')`
      : sql`lower(c.after->>'givenName'), lower(c.after->>'familyName')`
  const found = await row<{ count: number }>(
    db,
    sql`select count(*)::int as count from plan_changes c
      where c.district_id = ${districtId} and c.plan = ${plan} and c.kind = 'users' and c.op = 'remove'
        and (${name('before')}) in (select ${name('after')} from plan_changes c
          where c.district_id = ${districtId} and c.plan = ${plan} and c.kind = 'users' and c.op = 'create')`,
  )
  return found?.count ?? 0
}

async function topDomain(db: Runner, districtId: string, plan: string): Promise<Clues['domain']> {
  const domain = (row: 'before' | 'after') => (row === 'before' ? sql`split_part(c.before->>'email', '@', 2)` : sql`split_part(c.after->>'email', '@', 2)`)
  return await row<{ domain: string; count: number }>(
    db,
    sql`select lower(${domain('after')}) as domain, count(*)::int as count
      from (select * from plan_changes c where c.district_id = ${districtId} and c.plan = ${plan} and c.kind = 'users'
        and c.op = 'update' limit ${mostCompared}) c
      where lower(${domain('after')}) <> lower(${domain('before')}) and ${domain('after')} <> '' group by 1 order by 2 desc limit 1`,
  )
} // prettier-ignore
