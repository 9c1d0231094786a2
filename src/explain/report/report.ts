import type pg from 'pg'
import { compareFields, type FieldChange } from '../../events/state.ts'
import { kinds, type Kind } from '../../roster/kinds.ts'
import type { Connection, District } from '../../store/districts.ts'
import { tableOf } from '../../store/roster.ts'
import { rows, sql } from '../../store/sql.ts'
import { readMoment } from '../../store/transact.ts'
import type { Artifacts } from '../artifacts.ts'
import { kindOf } from '../sighting.ts'
import { nounOf } from '../words.ts'
import { actionOf, movesOf, reasonWords } from './action.ts'
import { findTold, happened, type Happened, type Told } from './happened.ts'
import { belongs, readLoaded, rolesOf, type Choice, type Role } from './people.ts'

/** What a run did to one record and why, or why it did nothing. */
export type Outcome = {
  readonly sourcedId: string | null
  /** What it is: a person's roles, or the kind. */
  readonly type: string
  readonly schools: readonly string[]
  readonly action: string
  readonly reason: string
  readonly fields: readonly FieldChange[]
  readonly issues: readonly Found[]
  readonly run: number
}
export type Found = {
  readonly file: string
  readonly row: number | null
  readonly field: string | null
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly fix: string
  /** When the run that first saw it began, ISO 8601. */
  readonly firstSeen: string
}

export type Reporting = {
  readonly pool: pg.Pool
  readonly district: District
  readonly connection: Connection
  readonly artifacts: Artifacts
  readonly run: number
  readonly choice: Choice
}

/** Tells of every record to which something happened in a run, one after another, at one moment of the database. */
export async function report(order: Reporting, tell: (outcomes: readonly Outcome[]) => Promise<void>): Promise<void> {
  await readMoment(order.pool, async client => {
    const { district, connection, artifacts, run } = order
    const told = await findTold(client, district.districtId, run, artifacts, connection.rules)
    const teller = new Teller(order, told, await schoolNames(told), await readLoaded(told))
    await teller.changes(tell)
    if (order.choice !== 'classrooms' && order.choice !== 'everything') await teller.moves(tell)
    await teller.skipped(tell)
  })
} // prettier-ignore

const kindsOf: Readonly<Record<Choice, readonly Kind[]>> = {
  staff: ['users'],
  students: ['users'],
  classrooms: ['classes'],
  everything: kinds,
}
type Tell = (outcomes: readonly Outcome[]) => Promise<void>

class Teller {
  private readonly order: Reporting
  private readonly told: Told
  private readonly schools: ReadonlyMap<string, string>
  private readonly loaded: Awaited<ReturnType<typeof readLoaded>>

  constructor(
    order: Reporting,
    told: Told,
    schools: ReadonlyMap<string, string>,
    loaded: Awaited<ReturnType<typeof readLoaded>>,
  ) {
    this.order = order
    this.told = told
    this.schools = schools
    this.loaded = loaded
  }

  async changes(tell: Tell): Promise<void> {
    for await (const page of happened(this.told, kindsOf[this.order.choice])) {
      const roles = await this.roles(page.filter(({ kind }) => kind === 'users').map(({ sourcedId }) => sourcedId))
      const issues = await this.issues(page.map(({ sourcedId }) => sourcedId))
      const chosen = page.filter(one => belongs(this.order.choice, one.kind, rolesFor(roles, one)))
      await tell(chosen.map(one => this.changed(one, rolesFor(roles, one), issues.get(`${one.kind} ${one.sourcedId}`) ?? [])))
    }
  } // prettier-ignore

  private changed(one: Happened, roles: readonly Role[], issues: readonly Found[]): Outcome {
    const { kind, sourcedId, op, reason, before, after } = one
    const waits = this.told.slice === null
    const moved = op === 'update' ? roles.filter(role => role.op !== null && role.op !== 'update') : []
    return {
      sourcedId,
      type: typeOf(kind, roles),
      schools: moved.length > 0 ? this.named(moved.map(({ org }) => org)) : this.schoolsOf(one, roles),
      action: [actionOf(op, reason, waits), ...movesOf(moved)].join(', '),
      reason: reasonWords(reason),
      fields: op === 'update' || op === 'restore' ? compareFields(kind, before, after) : [],
      issues,
      run: this.order.run,
    }
  }

  /** People of whom only a role came or went. */
  async moves(tell: Tell): Promise<void> {
    const done = new Set<string>()
    for await (const page of happened(this.told, ['roles'])) {
      const users = page.map(({ before, after }) => String((after ?? before)?.userSourcedId))
      const known = await this.changedAmong('users', users)
      const fresh = [...new Set(users)].filter(user => !known.has(user) && !done.has(user))
      const roles = await this.roles(fresh)
      const issues = await this.issues(fresh)
      const outcomes: Outcome[] = []
      for (const user of fresh) {
        done.add(user)
        const of = roles.get(user) ?? []
        if (!belongs(this.order.choice, 'users', of)) continue
        const moved = of.filter(({ op }) => op !== null && op !== 'update')
        if (moved.length === 0) continue
        outcomes.push({
          sourcedId: user,
          type: typeOf('users', of),
          schools: this.named(moved.map(({ org }) => org)),
          action: movesOf(of, this.told.slice === null).join(', '),
          reason: reasonWords('changed'),
          fields: [],
          issues: issues.get(`users ${user}`) ?? [],
          run: this.order.run,
        })
      }
      await tell(outcomes)
    }
  }

  /** Records to which nothing happened, and what was found wrong with them. */
  async skipped(tell: Tell): Promise<void> {
    for (const kind of kindsOf[this.order.choice]) {
      for (let after = ''; ;) {
        const ids = await this.troubled(kind, after)
        const last = ids.at(-1)
        if (last === undefined) break
        after = last
        const changed = await this.changedAmong(kind, ids)
        const rest = ids.filter(id => !changed.has(id))
        const roles = kind === 'users' ? await this.roles(rest) : new Map<string, Role[]>()
        const [issues, live] = [await this.issues(rest), await this.liveAmong(kind, rest)]
        await tell(
          rest.flatMap(id => {
            const of = roles.get(id) ?? []
            const found = issues.get(`${kind} ${id}`) ?? []
            if (!belongs(this.order.choice, kind, of)) return []
            return [this.left(kind, id, of, found, live.has(id))]
          }),
        )
      }
    }
    if (this.order.choice === 'everything') await tell(await this.ofFiles())
  }

  private left(kind: Kind, id: string, roles: readonly Role[], issues: readonly Found[], live: boolean): Outcome {
    const error = issues.some(({ severity }) => severity === 'error')
    const action = error ? (live ? 'skipped, kept as it was' : 'skipped') : 'unchanged'
    const reason = error ? 'the row could not be used' : 'the row was read leniently'
    return { sourcedId: id, type: typeOf(kind, roles), schools: this.named(roles.map(({ org }) => org)), action, reason, fields: [], issues, run: this.order.run }
  } // prettier-ignore

  private roles(users: readonly string[]): Promise<Map<string, Role[]>> {
    return users.length === 0 ? Promise.resolve(new Map()) : rolesOf(this.told, users, this.loaded)
  }

  private schoolsOf({ kind, sourcedId, before, after }: Happened, roles: readonly Role[]): string[] {
    const fields = after ?? before
    if (kind === 'users') return this.named(roles.map(({ org }) => org))
    if (kind === 'orgs') return this.named([sourcedId])
    return this.named([fields?.schoolSourcedId ?? fields?.orgSourcedId ?? null])
  }

  private named(ids: readonly unknown[]): string[] {
    const known = ids.filter(id => typeof id === 'string')
    return [...new Set(known.map(id => this.schools.get(id) ?? id))]
  }

  /** Issues of the run: seen by then, and not closed by then. */
  private async issues(ids: readonly string[]): Promise<Map<string, Found[]>> {
    const out = new Map<string, Found[]>()
    if (ids.length === 0) return out
    const { client, districtId, run } = this.told
    const found = await rows<Found & { sourcedId: string }>(
      client,
      sql`select i.sourced_id as "sourcedId", i.file, i.row_number as row, i.field, i.rule, i.severity, i.message, i.fix,
          to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "firstSeen"
        from issues i join runs r on r.district_id = i.district_id and r.run = i.run
        where i.district_id = ${districtId} and i.sourced_id = any(${[...ids]}) and i.run <= ${run}
          and (i.closed_run is null or i.closed_run > ${run}) order by i.severity, i.run, i.seq`,
    )
    for (const { sourcedId, ...issue } of found) {
      const key = `${kindOf(issue.file)} ${sourcedId}`
      out.set(key, [...(out.get(key) ?? []), issue])
    }
    return out
  }

  private async troubled(kind: Kind, after: string): Promise<string[]> {
    const { client, districtId, run } = this.told
    const found = await rows<{ id: string }>(
      client,
      sql`select distinct sourced_id collate "C" as id from issues where district_id = ${districtId} and sourced_id collate "C" > ${after}
          and lower(regexp_replace(file, '^.*/', '')) = ${`${kind.toLowerCase()}.csv`} and run <= ${run}
          and (closed_run is null or closed_run > ${run}) order by 1 limit 2000`,
    )
    return found.map(({ id }) => id)
  }

  private async ofFiles(): Promise<Outcome[]> {
    const { client, districtId, run } = this.told
    const found = await rows<Found>(
      client,
      sql`select i.file, i.row_number as row, i.field, i.rule, i.severity, i.message, i.fix,
          to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "firstSeen"
        from issues i join runs r on r.district_id = i.district_id and r.run = i.run
        where i.district_id = ${districtId} and i.sourced_id is null and i.run <= ${run}
          and (i.closed_run is null or i.closed_run > ${run}) order by i.file, i.row_number, i.seq`,
    )
    return found.map(issue => ({
      sourcedId: null, type: 'file', schools: [], action: issue.severity === 'error' ? 'skipped' : 'read leniently',
      reason: issue.file, fields: [], issues: [issue], run,
    })) // prettier-ignore
  }

  private async changedAmong(kind: Kind, ids: readonly string[]): Promise<Set<string>> {
    const { client, districtId, slice, plan } = this.told
    if (plan !== null && plan.loads.includes(kind)) {
      const all = new Set<string>()
      for await (const { entity } of this.told.artifacts.entities(this.told.run, kind))
        if (ids.includes(entity.sourcedId)) all.add(entity.sourcedId)
      return all
    }
    const query =
      slice === null
        ? sql`select sourced_id as id from plan_changes where district_id = ${districtId} and plan = ${plan?.plan ?? ''}
            and kind = ${kind} and sourced_id = any(${[...ids]})`
        : sql`select t.sourced_id as id from ${tableOf(kind)} t join changes c on c.district_id = t.district_id and c.id = t.id
            and c.kind = ${kind} and c.seq between ${slice.first} and ${slice.final}
          where t.district_id = ${districtId} and t.sourced_id = any(${[...ids]})`
    return new Set((await rows<{ id: string }>(client, query)).map(({ id }) => id))
  }

  private async liveAmong(kind: Kind, ids: readonly string[]): Promise<Set<string>> {
    const { client, districtId } = this.told
    const found = await rows<{ id: string }>(
      client,
      sql`select sourced_id as id from ${tableOf(kind)} where district_id = ${districtId} and removed_at is null
          and sourced_id = any(${[...ids]})`,
    )
    return new Set(found.map(({ id }) => id))
  }
}

function rolesFor(roles: ReadonlyMap<string, readonly Role[]>, { kind, sourcedId }: Happened): readonly Role[] {
  return kind === 'users' ? (roles.get(sourcedId) ?? []) : []
} // prettier-ignore

function typeOf(kind: Kind, roles: readonly Role[]): string {
  const names = [...new Set(roles.map(({ role }) => role))]
  return kind === 'users' && names.length > 0 ? names.join(', ') : nounOf(kind)
}

/** Names of schools, those that a plan would bring among them. */
async function schoolNames(told: Told): Promise<Map<string, string>> {
  const { client, districtId } = told
  const found = await rows<{ id: string; name: string | null }>(
    client,
    sql`select sourced_id as id, name from orgs where district_id = ${districtId} order by removed_at is null`,
  )
  const names = new Map(found.map(({ id, name }) => [id, name ?? id]))
  if (told.plan === null) return names
  for await (const page of happened(told, ['orgs']))
    for (const { sourcedId, after } of page)
      if (typeof after?.name === 'string') names.set(sourcedId, after.name)
  return names
}
