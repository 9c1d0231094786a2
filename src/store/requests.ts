import { randomUUID } from 'node:crypto'
import { row, rows, run, sql, type Runner } from './sql.ts'

/** What a district asks of Product Support, with what it said of itself. */
export type RequestRow = {
  readonly id: string
  readonly kind: string
  readonly answers: Readonly<Record<string, unknown>>
  readonly status: string
  /** `console:<id>` of whoever asked. */
  readonly who: string
  readonly createdAt: Date
  readonly answeredAt: Date | null
  readonly answer: string | null
}
/** A request of whichever district. */
export type FleetRequest = RequestRow & {
  readonly districtId: string
  readonly key: string
  readonly name: string
}

const columns = sql`r.request_id as id, r.kind, r.answers, r.status, r.who, r.created_at as "createdAt",
  r.answered_at as "answeredAt", r.answer`

/** Resolves to the id of the request. */
export async function addRequest(
  db: Runner,
  districtId: string,
  { kind, answers, who }: Pick<RequestRow, 'kind' | 'answers' | 'who'>,
  now: Date,
): Promise<string> {
  const id = randomUUID()
  await run(
    db,
    sql`insert into requests (district_id, request_id, kind, answers, who, created_at)
      values (${districtId}, ${id}, ${kind}, ${JSON.stringify(answers)}, ${who}, ${now})`,
  )
  return id
}

/** Newest first. */
export async function listOwnRequests(db: Runner, districtId: string, most: number): Promise<RequestRow[]> {
  return await rows<RequestRow>(
    db,
    sql`select ${columns} from requests r where r.district_id = ${districtId} order by r.created_at desc limit ${most}`,
  )
}

/** Requests of all districts: those that are open first, the oldest of them on top. */
export async function listFleetRequests(db: Runner, most: number): Promise<FleetRequest[]> {
  return await rows<FleetRequest>(
    db,
    sql`select ${columns}, r.district_id as "districtId", d.key, d.name
      from requests r join districts d on d.district_id = r.district_id
      order by r.status <> 'open', case when r.status = 'open' then r.created_at end, r.created_at desc limit ${most}`,
  )
}

/** Answers an open request and closes it; null when it is not there or closed already. */
export async function closeRequest(
  db: Runner,
  districtId: string,
  id: string,
  answer: string | null,
  now: Date,
): Promise<{ who: string } | null> {
  return await row<{ who: string }>(
    db,
    sql`update requests set status = 'closed', answer = ${answer}, answered_at = ${now}
      where district_id = ${districtId} and request_id = ${id} and status = 'open' returning who`,
  )
}
