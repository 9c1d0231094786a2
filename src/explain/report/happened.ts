import type pg from 'pg'
import type { Op } from '../../diff/change.ts'
import { fieldsOf, type Fields } from '../../events/state.ts'
import { readSteps } from '../../events/steps.ts'
import type { Kind } from '../../roster/kinds.ts'
import type { Rules } from '../../roster/rules.ts'
import { row, rows, sql } from '../../store/sql.ts'
import { recordOf, type Artifacts } from '../artifacts.ts'

/** One change of a run: carried out, or what its plan would have done. */
export type Happened = {
  readonly kind: Kind
  readonly op: Op | 'erase'
  readonly sourcedId: string
  readonly before: Fields | null
  readonly after: Fields | null
  readonly reason: string
  readonly hazards: readonly string[]
}

/** The run whose changes are told, and where they stand. */
export type Told = {
  readonly client: pg.PoolClient
  readonly districtId: string
  readonly run: number
  /** Slice of the change feed the run wrote; null when it was not applied. */
  readonly slice: { readonly first: number; readonly final: number } | null
  /** Its plan, where that was not carried out. */
  readonly plan: { readonly plan: string; readonly loads: readonly Kind[] } | null
  readonly artifacts: Artifacts
  readonly rules: Rules
}

const PAGE = 2_000

export async function findTold(
  client: pg.PoolClient,
  districtId: string,
  run: number,
  artifacts: Artifacts,
  rules: Rules,
): Promise<Told> {
  const found = await row<{ first: number | null; final: number | null }>(
    client,
    sql`select first_seq as first, final_seq as final from runs where district_id = ${districtId} and run = ${run}`,
  )
  const { first = null, final = null } = found ?? {}
  const slice = first === null || final === null ? null : { first, final }
  const plan = await row<{ plan: string; loads: Kind[] }>(
    client,
    sql`select plan, loads from plans where district_id = ${districtId} and run = ${run}`,
  )
  return { client, districtId, run, slice, plan: slice === null ? plan : null, artifacts, rules }
} // prettier-ignore

/** What happened to records of these kinds, some thousands at a time. */
export async function* happened(told: Told, among: readonly Kind[]): AsyncIterable<Happened[]> {
  const { slice, plan } = told
  if (slice !== null) yield* carriedOut(told, slice, among)
  else if (plan !== null) {
    yield* listed(told, plan.plan, among)
    for (const kind of plan.loads) if (among.includes(kind)) yield* loaded(told, kind)
  }
}

async function* carriedOut(
  { client, districtId }: Told,
  slice: { first: number; final: number },
  among: readonly Kind[],
): AsyncIterable<Happened[]> {
  for (let after = slice.first - 1; ;) {
    const steps = await readSteps(client, districtId, after, slice.final, PAGE, among)
    const last = steps.at(-1)
    if (last === undefined) return
    after = last.seq
    yield steps.map(({ kind, op, sourcedId, before, after, reason }) => ({
      kind,
      op,
      sourcedId,
      before: before === null ? null : fieldsOf(kind, before),
      after: after === null ? null : fieldsOf(kind, after),
      reason: reason ?? '',
      hazards: [],
    }))
  }
}

async function* listed(
  { client, districtId }: Told,
  plan: string,
  among: readonly Kind[],
): AsyncIterable<Happened[]> {
  for (let after = 0; ;) {
    const found = await rows<Happened & { seq: number }>(
      client,
      sql`select seq, kind, op, sourced_id as "sourcedId", before, after, reason, hazards from plan_changes
        where district_id = ${districtId} and plan = ${plan} and seq > ${after} and kind = any(${[...among]})
        order by seq limit ${PAGE}`,
    )
    const last = found.at(-1)
    if (last === undefined) return
    after = last.seq
    yield found
  }
}

/** A kind the roster had no row of: the plan lists none of it, the snapshot has it whole. */
async function* loaded({ plan, run, artifacts, rules }: Told, kind: Kind): AsyncIterable<Happened[]> {
  if (plan === null) return
  let page: Happened[] = []
  for await (const { entity } of artifacts.entities(run, kind)) {
    const { sourcedId } = entity
    page.push({ kind, op: 'create', sourcedId, before: null, after: recordOf(entity, rules), reason: 'new', hazards: [] })
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
} // prettier-ignore
