import { kinds, type Kind } from '../roster/kinds.ts'
import { row, rows, sql } from '../store/sql.ts'
import type { Place } from './place.ts'
import { isSeen, look, type Sighting } from './sighting.ts'

/** Who or what is meant: one record, several to choose from, or nothing we know. */
export type Meant =
  | { readonly one: Sighting; readonly also: readonly Kind[]; readonly former: string | null }
  | { readonly several: readonly Sighting[]; readonly by: string }
  | null

/** People are asked for most; a role or demographics only when its kind is named. */
const order: readonly Kind[] = ['users', 'classes', 'orgs', 'courses', 'academicSessions']
const last: readonly Kind[] = ['enrollments']

/** Finds by sourcedId, then e-mail, then username, then the id of an enrollment, then a sourcedId of before a re-key. */
export async function findSubject(place: Place, asked: string, kind: Kind | null): Promise<Meant> {
  const byId = await findById(place, asked, kind === null ? order : [kind])
  if (byId !== null) return byId
  if (kind === null || kind === 'users') {
    const byLogin =
      (await findByLogin(place, 'email', asked)) ?? (await findByLogin(place, 'username', asked))
    if (byLogin !== null) return byLogin
  }
  const seat = kind === null ? await findById(place, asked, last) : null
  return seat ?? (await findFormer(place, asked, kind === null ? kinds : [kind]))
}

async function findById(place: Place, asked: string, among: readonly Kind[]): Promise<Meant> {
  const seen: Sighting[] = []
  for (const kind of among) {
    const sighting = await look(place, kind, asked)
    if (isSeen(sighting)) seen.push(sighting)
  }
  const [one, ...rest] = seen
  return one === undefined ? null : { one, also: rest.map(({ kind }) => kind), former: null }
}

async function findByLogin(place: Place, column: 'email' | 'username', asked: string): Promise<Meant> {
  const { db, district, waiting } = place
  const login = asked.toLowerCase()
  const field = column === 'email' ? sql`email` : sql`username`
  const held = await rows<{ id: string }>(
    db,
    sql`select sourced_id as id from users where district_id = ${district.districtId} and lower(${field}) = ${login}
        and removed_why is distinct from 'id_reused' order by removed_at is null desc, sourced_id limit 20`,
  )
  const planned = await rows<{ id: string }>(
    db,
    sql`select sourced_id as id from plan_changes where district_id = ${district.districtId} and plan = ${waiting?.plan ?? ''}
        and kind = 'users' and lower(after->>${column}) = ${login} order by sourced_id limit 20`,
  )
  const ids = [...new Set([...held, ...planned].map(({ id }) => id))]
  const seen: Sighting[] = []
  for (const id of ids) seen.push(await look(place, 'users', id))
  const [one] = seen
  if (one === undefined) return null
  return seen.length === 1 ? { one, also: [], former: null } : { several: seen, by: column }
}

/** A sourcedId that the source has since rewritten; the record goes on under another. */
async function findFormer(place: Place, asked: string, among: readonly Kind[]): Promise<Meant> {
  const found = await row<{ kind: Kind; id: string }>(
    place.db,
    sql`select c.kind, c.sourced_id as id from plan_changes c join plans p on p.district_id = c.district_id and p.plan = c.plan
      where c.district_id = ${place.district.districtId} and c.former_id = ${asked} and c.kind = any(${[...among]})
        and p.status = 'applied' order by p.run desc limit 1`,
  )
  if (found === null) return null
  return { one: await look(place, found.kind, found.id), also: [], former: asked }
}
