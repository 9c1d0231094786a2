import { createHash } from 'node:crypto'
import { row, rows, run, sql, type Runner } from './sql.ts'

export type ActorKind = 'member' | 'vendor' | 'user' | 'token' | 'guest' | 'system'

/** Something that was done, or looked at. Ids only: names are looked up when it is read. */
export type Deed = {
  readonly districtId: string
  readonly at: Date
  /** `console:<id>`, `user:<id>`, `schedule`, or the account at the command line. */
  readonly actor: string
  readonly actorKind: ActorKind
  /** category.operation: `team.invite`, `hold.approve`. */
  readonly action: string
  readonly target: string | null
  readonly detail: Readonly<Record<string, unknown>>
}
export type AuditRow = Deed & { readonly seq: number; readonly beforeHash: string; readonly hash: string }

/**
 * Adds a deed to the district's chain. Takes the chain's lock until the transaction ends: call it last. A deed and
 * what it tells belong into one transaction.
 */
export async function note(client: Runner, deed: Deed): Promise<void> {
  await run(client, sql`select pg_advisory_xact_lock(hashtextextended(${`audit ${deed.districtId}`}, 0))`)
  const last = await row<{ seq: number; hash: string }>(
    client,
    sql`select seq, hash from audit where district_id = ${deed.districtId} order by seq desc limit 1`,
  )
  const seq = (last?.seq ?? 0) + 1
  const beforeHash = last?.hash ?? ''
  const detail = storable(deed.detail)
  const hash = chainHash({ ...deed, detail, seq, beforeHash })
  await run(
    client,
    sql`insert into audit (district_id, seq, at, actor, actor_kind, action, target, detail, before_hash, hash)
      values (${deed.districtId}, ${seq}, ${deed.at}, ${deed.actor}, ${deed.actorKind}, ${deed.action},
        ${deed.target}, ${JSON.stringify(detail)}, ${beforeHash}, ${hash})`,
  )
}

/** Notes a deed unless the same actor did the same to the same within the hour: looking is not counted by the click. */
export async function noteHourly(client: Runner, deed: Deed): Promise<void> {
  const recent = await row(
    client,
    sql`select 1 from audit where district_id = ${deed.districtId} and actor = ${deed.actor}
        and action = ${deed.action} and target is not distinct from ${deed.target}
        and at > ${deed.at}::timestamptz - interval '1 hour' limit 1`,
  )
  if (recent === null) await note(client, deed)
}

export type AuditFilter = {
  readonly actor?: string | undefined
  /** A category, or category.operation. */
  readonly action?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Rows before this seq. */
  readonly before?: number | undefined
}

const columns = sql`district_id as "districtId", seq, at, actor, actor_kind as "actorKind", action, target, detail,
  before_hash as "beforeHash", hash`

/** Newest first. */
export async function readAudit(
  db: Runner,
  districtId: string,
  { actor, action, since, until, before }: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  return await rows<AuditRow>(
    db,
    sql`select ${columns} from audit where district_id = ${districtId}
        and (${actor ?? null}::text is null or actor = ${actor ?? null})
        and (${action ?? null}::text is null or action = ${action ?? null} or starts_with(action, ${action ?? null} || '.'))
        and (${since ?? null}::timestamptz is null or at >= ${since ?? null})
        and (${until ?? null}::timestamptz is null or at < ${until ?? null})
        and (${before ?? null}::bigint is null or seq < ${before ?? null})
      order by seq desc limit ${limit}`,
  )
}

/** Actors and actions that occur, for the filters of a screen. */
export async function auditWords(
  db: Runner,
  districtId: string,
): Promise<{ actors: string[]; actions: string[] }> {
  const found = await row<{ actors: string[] | null; actions: string[] | null }>(
    db,
    sql`select array_agg(distinct actor) as actors, array_agg(distinct action) as actions
      from audit where district_id = ${districtId}`,
  )
  return { actors: found?.actors ?? [], actions: found?.actions ?? [] }
}

/** What a look at the whole chain comes to. `head` is worth keeping elsewhere: it shows when the end was cut off. */
export type ChainCheck = {
  readonly rows: number
  readonly head: string | null
  /** First seq that is changed, missing or out of order; null when the chain holds. */
  readonly broken: number | null
}

const slice = 5_000

/** Reckons every hash again. Bounded in memory, whatever the length. */
export async function checkAudit(db: Runner, districtId: string): Promise<ChainCheck> {
  let [seq, head] = [0, '']
  for (;;) {
    const part = await rows<AuditRow>(
      db,
      sql`select ${columns} from audit where district_id = ${districtId} and seq > ${seq} order by seq limit ${slice}`,
    )
    for (const found of part) {
      const right = found.seq === seq + 1 && found.beforeHash === head && found.hash === chainHash(found)
      if (!right) return { rows: seq, head: head || null, broken: seq + 1 }
      seq = found.seq
      head = found.hash
    }
    if (part.length < slice) return { rows: seq, head: head || null, broken: null }
  }
}

function chainHash(entry: Omit<AuditRow, 'hash'>): string {
  const { districtId, seq, at, actor, actorKind, action, target, detail, beforeHash } = entry
  const said = { districtId, seq, at: at.toISOString(), actor, actorKind, action, target, detail }
  return createHash('sha256')
    .update(`${beforeHash}\n${canonical(said)}`)
    .digest('hex')
}

/** One text for one value: keys in order. jsonb forgets the order they came in. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

/** As jsonb gives it back: no undefined, and none of the letters it refuses. */
function storable(detail: Deed['detail']): Record<string, unknown> {
  const plain = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replace(/\0|\p{Surrogate}/gu, '\ufffd') : value
  return JSON.parse(JSON.stringify(detail, plain)) as Record<string, unknown> // what was an object is one
}
