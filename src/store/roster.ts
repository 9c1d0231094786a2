import { columnName, entityKey, type Entity, type Value } from '../roster/entity.ts'
import { manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import type { Held, Holder, RosterView } from '../diff/view.ts'
import { gradeRank } from '../roster/grades.ts'
import type { Kin } from '../snapshot/base.ts'
import { raw, rows, sql, type Query, type Runner } from './sql.ts'

/** Whose rows: a connection's, within its district. */
export type Owner = { readonly districtId: string; readonly connectionId: string }

const tables: Partial<Record<Kind, string>> = { academicSessions: 'academic_sessions' }

/** Table of a kind. */
export function tableOf(kind: Kind): Query {
  return raw(tables[kind] ?? kind)
}

/** Columns of a kind's fields in manifest order, quoted where SQL has a word of that name. */
function columnsOf(kind: Kind, prefix = ''): Query {
  return raw(
    columnList(kind)
      .map(name => prefix + name)
      .join(', '),
  )
}

export function columnList(kind: Kind): string[] {
  return manifest[kind].map(({ name }) => (name === 'primary' ? '"primary"' : columnName(name)))
}

type RosterRow = {
  id: string
  sourced_id: string
  live: boolean
  by_hand: boolean
  roles?: string[]
  terms?: string[]
} & Record<string, unknown>

/** Entity of a row selected with `columnsOf`. */
function rowEntity(kind: Kind, row: Record<string, unknown>): Entity {
  const values = manifest[kind].map(
    ({ name }) => (row[name === 'primary' ? 'primary' : columnName(name)] ?? null) as Value, // columns have the manifest's types
  )
  return { kind, sourcedId: String(row.sourced_id), values }
}

function heldOf(kind: Kind, row: RosterRow): Held {
  const entity = rowEntity(kind, row)
  const roles = (row.roles ?? []).map(text => ({
    role: text.slice(0, text.indexOf(' ')),
    org: text.slice(text.indexOf(' ') + 1),
  }))
  return {
    id: row.id,
    key: entityKey(entity),
    entity,
    live: row.live,
    byHand: row.by_hand,
    roles,
    terms: row.terms ?? [],
  }
}

const userRoles = raw(
  `(select array_agg(r.role || ' ' || r.org_sourced_id order by r.role_type, r.org_sourced_id) from roles r
    where r.district_id = t.district_id and r.connection_id = t.connection_id
      and r.user_sourced_id = t.sourced_id and r.removed_at is null)`,
)
const classTerms = raw(
  `(select c.term_sourced_ids from classes c where c.district_id = t.district_id
      and c.connection_id = t.connection_id and c.sourced_id = t.class_sourced_id
      and c.removed_why is distinct from 'id_reused')`,
)

function selectHeld(kind: Kind): Query {
  const more =
    kind === 'users'
      ? sql`, ${userRoles} as roles`
      : kind === 'enrollments'
        ? sql`, ${classTerms} as terms`
        : sql``
  return sql`select t.id, t.sourced_id, t.removed_at is null as live, t.connection_id is null as by_hand,
      ${columnsOf(kind, 't.')}${more} from ${tableOf(kind)} t`
}

/** The roster's answers to diff and to the reading, for one connection. */
export function rosterView(db: Runner, owner: Owner): RosterView & Kin {
  const mine = (kind: Kind) => sql`${selectHeld(kind)}
    where t.district_id = ${owner.districtId} and t.connection_id = ${owner.connectionId}
      and t.removed_why is distinct from 'id_reused'`
  const held = async (kind: Kind, query: Query) =>
    (await rows<RosterRow>(db, query)).map(row => heldOf(kind, row))
  return {
    find: (kind, keys) => {
      if (keys.length === 0) return Promise.resolve([])
      if (kind !== 'roles') return held(kind, sql`${mine(kind)} and t.sourced_id = any(${keys})`)
      const [users, orgs, roles] = [0, 1, 2].map(part => keys.map(key => key.split('\u001f')[part] ?? ''))
      return held(
        kind,
        sql`${mine(kind)} and (t.user_sourced_id, t.org_sourced_id, t.role) in
        (select * from unnest(${users}::text[], ${orgs}::text[], ${roles}::text[]))`,
      )
    },
    findRoles: (by, ids) =>
      held(
        'roles',
        sql`${mine('roles')} and t.removed_at is null and ${raw(`t.${columnName(by)}`)} = any(${ids})`,
      ),
    findPeople: ids =>
      ids.length === 0
        ? Promise.resolve([])
        : held(
            'users',
            sql`${selectHeld('users')} where t.district_id = ${owner.districtId}
            and (t.connection_id = ${owner.connectionId} or t.connection_id is null)
            and t.removed_why is distinct from 'id_reused'
            and (lower(normalize(t.identifier, nfc)) = any(${ids}) or lower(normalize(t.user_master_identifier, nfc)) = any(${ids}))`,
          ),
    findByHand: emails =>
      emails.length === 0
        ? Promise.resolve([])
        : held(
            'users',
            sql`${selectHeld('users')} where t.district_id = ${owner.districtId}
            and t.connection_id is null and t.removed_at is null and lower(normalize(t.email, nfc)) = any(${emails})`,
          ),
    findHolders: logins => findHolders(db, owner, logins),
    findStudents: async ids => {
      if (ids.length === 0) return []
      const found = await rows<{ id: string }>(
        db,
        sql`select distinct user_sourced_id as id from roles where district_id = ${owner.districtId}
          and connection_id = ${owner.connectionId} and user_sourced_id = any(${[...ids]}) and role = 'student'`,
      )
      return found.map(({ id }) => id)
    },
    countStudents: () => countStudents(db, owner),
    dependents: (kind, target, ids) => dependents(db, owner, kind, target, ids),
  }
}

async function findHolders(db: Runner, { districtId }: Owner, logins: readonly string[]): Promise<Holder[]> {
  if (logins.length === 0) return []
  return await rows<Holder>(
    db,
    sql`select id, sourced_id as "sourcedId", lower(normalize(email, nfc)) as email, lower(normalize(username, nfc)) as username,
        removed_at is null as live from users
      where district_id = ${districtId} and removed_why is distinct from 'id_reused'
        and (lower(normalize(email, nfc)) = any(${logins}) or lower(normalize(username, nfc)) = any(${logins}))`,
  )
}

async function countStudents(db: Runner, owner: Owner): Promise<{ count: number; topGrade: string | null }> {
  const found = await rows<{ grade: string | null; count: number }>(
    db,
    sql`select u.grades[1] as grade, count(*)::int as count from users u
      where u.district_id = ${owner.districtId} and u.connection_id = ${owner.connectionId} and u.removed_at is null
        and exists (select from roles r where r.district_id = u.district_id and r.connection_id = u.connection_id
          and r.user_sourced_id = u.sourced_id and r.role = 'student' and r.removed_at is null)
      group by 1`,
  )
  const ranked = found.filter(({ grade }) => grade !== null && gradeRank(grade) >= 0)
  const top = ranked.sort((a, b) => gradeRank(b.grade ?? '') - gradeRank(a.grade ?? ''))[0]
  return { count: ranked.reduce((sum, { count }) => sum + count, 0), topGrade: top?.grade ?? null }
}

/** The live rows of `kind` that name one of `ids` as their `target`, by the columns that refer to it. */
async function dependents(
  db: Runner,
  owner: Owner,
  kind: Kind,
  target: Kind,
  ids: readonly string[],
): Promise<string[]> {
  if (kind === 'demographics') return [...ids]
  const clauses = manifest[kind].flatMap(({ name, to, type }) => {
    if (to !== target) return []
    const column = raw(columnName(name))
    return [type === 'refs' ? sql`${column} && ${ids}::text[]` : sql`${column} = any(${ids})`]
  })
  if (clauses.length === 0) return []
  const key =
    kind === 'roles'
      ? raw(`user_sourced_id || e'\\x1f' || org_sourced_id || e'\\x1f' || role`)
      : raw('sourced_id')
  const found = await Promise.all(
    clauses.map(clause =>
      rows<{ key: string }>(
        db,
        sql`select ${key} as key from ${tableOf(kind)}
          where district_id = ${owner.districtId} and connection_id = ${owner.connectionId}
            and removed_at is null and ${clause}`,
      ),
    ),
  )
  return found.flat().map(({ key }) => key)
}
