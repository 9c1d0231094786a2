import type pg from 'pg'
import { reasonWords } from '../../diff/change.ts'
import { compareFields } from '../../events/state.ts'
import { rows, sql } from '../../store/sql.ts'
import { readMoment } from '../../store/transact.ts'
import { actionOf, movesOf } from './action.ts'
import { findTold, happened, type Happened, type Told } from './happened.ts'
import { findIssues, type Found } from './issues.ts'
import { tellMoves } from './moves.ts'
import { belongs, kindsOf, none, readLoaded, type Role } from './people.ts'
import { tellSkipped } from './skipped.ts'
import { findRoles, named, typeOf, type Outcome, type Reporting, type Tell, type Telling } from './telling.ts'

/** Tells of every record to which something happened in a run, one after another, at one moment of the database. */
export async function report(order: Reporting & { readonly pool: pg.Pool }, tell: Tell): Promise<void> {
  await readMoment(order.pool, client => reportFrom(client, order, tell))
}

/** The same for a reader who holds the moment already. */
export async function reportFrom(client: pg.PoolClient, order: Reporting, tell: Tell): Promise<void> {
  const { district, connection, artifacts, run } = order
  const told = await findTold(client, district.districtId, run, artifacts, connection.rules)
  const loaded = order.choice === 'classrooms' ? none : await readLoaded(told)
  const telling = { order, told, schools: await schoolNames(told), loaded }
  await tellChanges(telling, tell)
  if (order.choice !== 'classrooms' && order.choice !== 'everything') await tellMoves(telling, tell)
  await tellSkipped(telling, tell)
}

async function tellChanges(telling: Telling, tell: Tell): Promise<void> {
  const { order, told } = telling
  for await (const page of happened(told, kindsOf[order.choice])) {
    const roles = await findRoles(telling, page.filter(({ kind }) => kind === 'users').map(({ sourcedId }) => sourcedId))
    const issues = await findIssues(told, page.map(({ sourcedId }) => sourcedId))
    const chosen = page.filter(one => belongs(order.choice, one.kind, rolesFor(roles, one)))
    await tell(chosen.map(one => changed(telling, one, rolesFor(roles, one), issues.get(`${one.kind} ${one.sourcedId}`) ?? [])))
  }
} // prettier-ignore

function changed(telling: Telling, one: Happened, roles: readonly Role[], issues: readonly Found[]): Outcome {
  const { kind, sourcedId, op, reason, before, after } = one
  const waits = telling.told.slice === null
  const moved = op === 'update' ? roles.filter(role => role.op !== null && role.op !== 'update') : []
  return {
    sourcedId,
    type: typeOf(kind, roles),
    schools:
      moved.length > 0
        ? named(
            telling,
            moved.map(({ org }) => org),
          )
        : schoolsOf(telling, one, roles),
    action: [actionOf(op, reason, waits), ...movesOf(moved)].join(', '),
    reason: reasonWords(reason),
    fields: op === 'update' || op === 'restore' ? compareFields(kind, before, after) : [],
    issues,
    run: telling.order.run,
  }
}

function schoolsOf(
  telling: Telling,
  { kind, sourcedId, before, after }: Happened,
  roles: readonly Role[],
): string[] {
  const fields = after ?? before
  if (kind === 'users')
    return named(
      telling,
      roles.map(({ org }) => org),
    )
  if (kind === 'orgs') return named(telling, [sourcedId])
  return named(telling, [fields?.schoolSourcedId ?? fields?.orgSourcedId ?? null])
}

function rolesFor(roles: ReadonlyMap<string, readonly Role[]>, { kind, sourcedId }: Happened): readonly Role[] {
  return kind === 'users' ? (roles.get(sourcedId) ?? []) : []
} // prettier-ignore

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
