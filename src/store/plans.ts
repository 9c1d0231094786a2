import type pg from 'pg'
import type { Change } from '../diff/change.ts'
import type { HazardCode } from '../guard/hazards.ts'
import type { Summed } from '../plan/draft.ts'
import type { PlanSummary } from '../plan/plan.ts'
import { entityObject, type Entity, type Value } from '../roster/entity.ts'
import { manifest } from '../roster/fields.ts'
import type { Kind } from '../roster/kinds.ts'
import { RollbookError } from '../roster/errors.ts'
import { escaped } from '../snapshot/line.ts'
import { copyIn, type Send } from './copy.ts'
import type { Owner } from './roster.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'
import type { Switch } from './switches.ts'
import { uuidv7 } from './uuid.ts'

export type PlanStatus = 'cleared' | 'held' | 'applied' | 'superseded' | 'discarded'
export type StoredPlan = PlanSummary & {
  readonly connectionId: string
  readonly status: PlanStatus
  /** Applied, it connects the district to this. */
  readonly switchesTo: Switch | null
}

/** Writes changes into plan_changes, in one COPY, as the work hands them to its writer. */
export async function writeChanges(
  client: pg.ClientBase,
  { districtId }: Owner,
  plan: string,
  work: (writer: ChangeWriter) => Promise<void>,
): Promise<void> {
  await copyIn(
    client,
    `copy plan_changes (district_id, plan, seq, kind, op, sourced_id, former_id, id, before, after, school, reason, hazards) from stdin`,
    send => work(new ChangeWriter(send, `${districtId}\t${plan}\t`)),
  )
}

class ChangeWriter {
  private readonly send: Send
  private readonly prefix: string
  private seq = 0

  constructor(send: Send, prefix: string) {
    this.send = send
    this.prefix = prefix
  }

  async write(
    changes: readonly { readonly change: Change; readonly hazards: readonly HazardCode[] }[],
  ): Promise<void> {
    let text = ''
    for (const { change, hazards } of changes) text += this.prefix + this.line(change, hazards)
    if (text !== '') await this.send(text)
  }

  private line(
    { kind, op, sourcedId, formerId, id, before, after, school, reason }: Change,
    hazards: readonly string[],
  ): string {
    const cells = [
      String(++this.seq), kind, op, escaped(sourcedId), orNull(formerId), id ?? uuidv7(), json(before), json(after),
      orNull(school), reason, `{${hazards.join(',')}}`,
    ] // prettier-ignore
    return cells.join('\t') + '\n'
  }
}

function orNull(text: string | null): string {
  return text === null ? '\\N' : escaped(text)
}

function json(entity: Entity | null): string {
  if (entity === null) return '\\N'
  return escaped(
    JSON.stringify(entityObject(entity), (_, value: unknown) => (value === null ? undefined : value)),
  )
}

export async function savePlan(
  db: Runner,
  owner: Owner,
  summary: PlanSummary,
  status: PlanStatus,
  switchesTo: Switch | null,
): Promise<void> {
  const {
    plan,
    run: number,
    digest,
    basis,
    snapshot,
    counts,
    perSchool,
    loads,
    hazards,
    gradeFlow,
    promotions,
    tally,
    stock,
  } = summary
  await run(
    db,
    sql`update plans set status = 'superseded'
      where district_id = ${owner.districtId} and connection_id = ${owner.connectionId} and status in ('held', 'cleared')`,
  )
  const text = (value: unknown) => JSON.stringify(value)
  await run(
    db,
    sql`insert into plans (district_id, plan, run, connection_id, digest, basis, snapshot, status, counts, per_school, loads,
        hazards, grade_flow, promotions, tally, stock, switches_to)
      values (${owner.districtId}, ${plan}, ${number}, ${owner.connectionId}, ${digest}, ${text(basis)}, ${snapshot}, ${status},
        ${text(counts)}, ${text(perSchool)}, ${[...loads]}, ${text(hazards)}, ${text(gradeFlow)}, ${promotions},
        ${text(tally)}, ${text(stock)}, ${switchesTo === null ? null : text(switchesTo)})`,
  )
}

/** Throws PLAN_UNKNOWN. */
export async function findPlan(
  db: Runner,
  districtId: string,
  districtKey: string,
  plan: string,
): Promise<StoredPlan> {
  const found = await row<StoredPlan>(
    db,
    sql`select plan, run, connection_id as "connectionId", digest, basis, snapshot, status, counts, per_school as "perSchool",
        loads, hazards, grade_flow as "gradeFlow", promotions, tally, stock, switches_to as "switchesTo"
      from plans where district_id = ${districtId} and plan = ${plan}`,
  )
  if (found !== null) return found
  throw new RollbookError(
    'PLAN_UNKNOWN',
    `Cannot find plan ${JSON.stringify(plan)} of district ${JSON.stringify(districtKey)}: there is none. Run rollbook plan ${districtKey}`,
    2,
  )
}

/** Marks a plan that waits as never to be applied; false when it does not wait any more. */
export async function discard(
  db: Runner,
  districtId: string,
  plan: string,
  who: string,
  comment: string | null,
): Promise<boolean> {
  const decision = JSON.stringify({ who, allow: [], only: 'all', schools: null, comment })
  const discarded = await run(
    db,
    sql`update plans set status = 'discarded', decided_at = now(), decision = ${decision}
      where district_id = ${districtId} and plan = ${plan} and status in ('held', 'cleared')`,
  )
  return discarded === 1
}

/** A stored change, as people read it. */
export type PlanChange = {
  readonly kind: Change['kind']
  readonly op: Change['op']
  readonly sourcedId: string
  readonly formerId: string | null
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
  readonly school: string | null
  readonly reason: Change['reason']
  readonly hazards: readonly HazardCode[]
}

/** All changes of a plan as its digest saw them, piece by piece in the order of their `seq`. */
export async function* readChanges(db: Runner, districtId: string, plan: string): AsyncIterable<Summed[]> {
  type Stored = Omit<Summed, 'after'> & { readonly seq: number; readonly after: Record<string, Value> | null }
  for (let last = 0; ;) {
    const piece = await rows<Stored>(
      db,
      sql`select seq, kind, op, sourced_id as "sourcedId", former_id as "formerId", reason, after
        from plan_changes where district_id = ${districtId} and plan = ${plan} and seq > ${last} order by seq limit ${PIECE}`,
    )
    if (piece.length === 0) return
    last = piece.at(-1)?.seq ?? last
    yield piece.map(({ after, ...change }) => ({
      ...change,
      after: after === null ? null : objectEntity(change.kind, after),
    }))
  }
}

const PIECE = 5_000

function objectEntity(kind: Kind, object: Record<string, Value>): Entity {
  return {
    kind,
    sourcedId: String(object.sourcedId),
    values: manifest[kind].map(({ name }) => object[name] ?? null),
  }
}
