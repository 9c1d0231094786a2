import { fieldsOf } from '../../events/state.ts'
import { readSteps } from '../../events/steps.ts'
import { join, rows, sql, type Query, type Runner } from '../../store/sql.ts'
import { narrow } from './edge.ts'
import { deedFor, opFor, type ChangeFilter, type Cursor, type Listed, type Stretch } from './listed.ts'
import { schoolsFor, weighsOn } from './people.ts'
import type { Listing } from './stretches.ts'

/** Rows looked at before a page is handed over unfinished: whoever waits for a rare word sees that we look. */
const looks = { plan: 10_000, feed: 500 } as const
const tries = 3

export type ChangePage = {
  readonly changes: readonly Listed[]
  /** Where to go on; null at the end. The page may be short, or empty, and still not be the last. */
  readonly next: Cursor | null
}

/** The next changes of a run that pass a filter, in the order of the plan. Its cost does not grow with the plan. */
export async function readChanges(
  db: Runner,
  listing: Listing,
  asked: ChangeFilter,
  after: Cursor | null,
  most: number,
): Promise<ChangePage> {
  const filter = { ...asked, words: asked.words?.trim() || undefined }
  const found: Listed[] = []
  let looked = 0
  for (const stretch of await chosen(db, listing, filter)) {
    let from = stretch.first - 1
    if (after !== null) {
      if (after.in === 'feed' && stretch.in === 'plan') continue
      if (after.in === stretch.in) from = Math.max(from, after.seq)
    }
    while (from < stretch.final) {
      if (looked++ === tries) return { changes: found, next: { in: stretch.in, seq: from } }
      const until = Math.min(stretch.final, from + looks[stretch.in])
      const piece = await look(db, listing, stretch, filter, from, until, most - found.length)
      found.push(...piece.changes)
      from = piece.upTo
      if (found.length === most && !(from >= stretch.final && isLast(listing, stretch)))
        return { changes: found, next: { in: stretch.in, seq: from } }
    }
  }
  return { changes: found, next: null }
}

function isLast({ stretches }: Listing, { in: place }: Stretch): boolean {
  return stretches.at(-1)?.in === place
}

async function chosen(db: Runner, listing: Listing, { kind }: ChangeFilter): Promise<readonly Stretch[]> {
  if (kind === undefined) return listing.stretches
  const parts: Stretch[] = []
  for (const stretch of listing.stretches) {
    const part = await narrow(db, listing, stretch, kind)
    if (part !== null) parts.push(part)
  }
  return parts
}

type Piece = { readonly changes: readonly Listed[]; readonly upTo: number }

async function look(
  db: Runner,
  listing: Listing,
  stretch: Stretch,
  filter: ChangeFilter,
  from: number,
  until: number,
  most: number,
): Promise<Piece> {
  const changes =
    stretch.in === 'plan'
      ? await planned(db, listing, filter, from, until, most)
      : await carriedOut(db, listing, filter, from, until, most)
  return { changes, upTo: changes.length < most ? until : (changes.at(-1)?.seq ?? until) }
}

async function planned(
  db: Runner,
  { districtId, plan, slice }: Listing,
  filter: ChangeFilter,
  from: number,
  until: number,
  most: number,
): Promise<Listed[]> {
  const ran = hasRun(slice)
  return await rows<Listed>(
    db,
    sql`select c.*, 'plan' as "in", ${ran} as ran from (
        select c.district_id, c.seq, c.kind, c.op, c.id, c.sourced_id as "sourcedId", c.former_id as "formerId", c.before, c.after,
          c.school, c.reason, c.hazards
        from plan_changes c where c.district_id = ${districtId} and c.plan = ${plan} and c.seq > ${from} and c.seq <= ${until}
          and ${conditions(filter)} and (${filter.ran ?? null}::boolean is null or ${ran} = ${filter.ran ?? null}) order by c.seq limit ${most}) c order by c.seq`,
  )
} // prettier-ignore

function hasRun(slice: Listing['slice']): Query {
  if (slice === null) return sql`false`
  return sql`exists (select from changes f where f.district_id = c.district_id and f.id = c.id and f.kind = c.kind
    and f.seq between ${slice.first} and ${slice.final})`
}

function conditions({ deed, school, reason, words, within }: ChangeFilter): Query {
  const all = [sql`true`]
  if (deed !== undefined) all.push(sql`c.op = ${opFor(deed)}`)
  if (deed === 'moved_up') all.push(sql`c.reason = 'promoted'`)
  if (deed === 'changed') all.push(sql`c.reason <> 'promoted'`)
  if (school !== undefined) all.push(sql`c.school = ${school}`)
  if (reason !== undefined) all.push(sql`c.reason = ${reason}`)
  if (within !== null) all.push(sql`c.school = any(${[...within]}::text[])`)
  if (words !== undefined) all.push(named(words))
  return join(all, ' and ')
}

/** Where the words of a name are looked for: as it is, and as the person wishes to be called. */
const nameFields = [
  'givenName', 'familyName', 'preferredGivenName', 'preferredFamilyName', 'title', 'name',
] as const // prettier-ignore

/** Each word must stand somewhere in the name; a sourcedId is known to whoever types it whole. */
function named(words: string): Query {
  const row = sql`coalesce(c.after, c.before)`
  const parts = nameFields.map(field => sql`${row}->>${field}::text`)
  const name = sql`concat_ws(' ', ${join(parts, ', ')})`
  const each = wordsOf(words).map(word => sql`strpos(lower(${name}), ${word}) > 0`)
  return sql`(c.sourced_id = ${words} or c.former_id = ${words} or ${row}->>'userSourcedId' = ${words}
    or (${join(each, ' and ')}))`
}

function wordsOf(words: string): string[] {
  return words.toLowerCase().split(/\s+/)
}

async function carriedOut(
  db: Runner,
  listing: Listing,
  filter: ChangeFilter,
  from: number,
  until: number,
  most: number,
): Promise<Listed[]> {
  const steps = await readSteps(db, listing.districtId, from, until, isPlain(filter) ? most : until - from)
  const all = steps.map((step): Listed => {
    const before = step.before === null ? null : fieldsOf(step.kind, step.before)
    const after = step.after === null || step.op === 'erase' ? null : fieldsOf(step.kind, step.after)
    const { seq, kind, op, id, sourcedId, reason } = step
    const school = weighsOn(kind, sourcedId, after ?? before)
    return { in: 'feed', seq, kind, op, id, sourcedId, formerId: null, before, after, school, reason: reason ?? '', hazards: [], ran: true }
  })
  const placed = await place(db, listing, all)
  return placed.filter(one => passes(one, filter)).slice(0, most)
} // prettier-ignore

/** Nothing but the kind is asked for, and of that the stretch holds nothing else. */
function isPlain({ deed, school, reason, words, within }: ChangeFilter): boolean {
  return [deed, school, reason, words].every(one => one === undefined) && within === null
}

/** People say their school by their roles, where they say no main one. */
async function place(db: Runner, listing: Listing, all: readonly Listed[]): Promise<Listed[]> {
  const lost = all.filter(({ kind, school }) => kind === 'users' && school === null)
  const schools = await schoolsFor(db, listing, lost.map(({ sourcedId }) => sourcedId)) // prettier-ignore
  return all.map(one => (one.school === null ? { ...one, school: schools.get(one.sourcedId) ?? null } : one))
}

function passes(one: Listed, { deed, school, reason, words, within, ran }: ChangeFilter): boolean {
  if (ran === false) return false
  if (deed !== undefined && deedFor(one) !== deed) return false
  if (school !== undefined && one.school !== school) return false
  if (reason !== undefined && one.reason !== reason) return false
  if (within !== null && (one.school === null || !within.includes(one.school))) return false
  if (words === undefined) return true
  const row = one.after ?? one.before ?? {}
  if (one.sourcedId === words || row.userSourcedId === words) return true
  const name = nameFields.map(field => row[field]).join(' ').toLowerCase()
  return wordsOf(words).every(word => name.includes(word))
} // prettier-ignore
