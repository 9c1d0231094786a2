import { randomUUID } from 'node:crypto'
import { rows, run, sql, type Runner } from './sql.ts'

/** What somebody thought of a guide; who it was is not kept. */
export type GuideFeedback = {
  readonly guide: string
  readonly helpful: boolean
  readonly comment: string | null
}
export type FleetFeedback = GuideFeedback & { readonly at: Date; readonly key: string; readonly name: string }
export type GuideTally = { readonly guide: string; readonly yes: number; readonly no: number }

export async function addFeedback(db: Runner, districtId: string, given: GuideFeedback, now: Date): Promise<void> {
  const { guide, helpful, comment } = given
  await run(
    db,
    sql`insert into guide_feedback (district_id, feedback_id, guide, helpful, comment, at)
      values (${districtId}, ${randomUUID()}, ${guide}, ${helpful}, ${comment}, ${now})`,
  )
} // prettier-ignore

/** What readers of all districts wrote, newest first. */
export async function listFeedback(db: Runner, most: number): Promise<FleetFeedback[]> {
  return await rows<FleetFeedback>(
    db,
    sql`select f.guide, f.helpful, f.comment, f.at, d.key, d.name from guide_feedback f
      join districts d on d.district_id = f.district_id where f.comment is not null order by f.at desc limit ${most}`,
  )
}

/** Yes and no of each guide over all districts, the least helpful first. */
export async function tallyFeedback(db: Runner): Promise<GuideTally[]> {
  return await rows<GuideTally>(
    db,
    sql`select guide, count(*) filter (where f.helpful)::int as yes, count(*) filter (where not f.helpful)::int as no
      from guide_feedback f join districts d on d.district_id = f.district_id group by guide order by no desc, guide`,
  )
}
