import { tokenOf } from '../../src/notify/queue.ts'
import type { Store } from '../../src/store/open.ts'
import type { ClaimedMail } from '../../src/store/outbox.ts'

/** What stands in the newest mail of a template that waits to be sent: the token of a link, or a code. */
export async function mailed(store: Store, template: string): Promise<string> {
  const { rows } = await store.pool.query<ClaimedMail>(
    `select district_id as "districtId", key, sealed from outbox where letter ->> 'template' = $1 and sealed is not null
     order by queued_at desc, key limit 1`,
    [template],
  )
  const [mail] = rows
  return (mail && (await tokenOf(store.data, mail))) ?? 'nothing was mailed'
}
