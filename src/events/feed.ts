import type pg from 'pg'
import type { Kind } from '../roster/kinds.ts'
import { readMoment } from '../store/transact.ts'
import { fieldsOf, isLive, type Fields } from './state.ts'
import { readSteps, type Step } from './steps.ts'

/** `users.created` and so on: Clever's Events spelling over our kinds. */
export type EventName = `${Kind}.${'created' | 'updated' | 'deleted'}`

export type Event = {
  readonly seq: number
  readonly run: number
  readonly at: Date | null
  readonly event: EventName
  readonly kind: Kind
  /** Ours, and the same for the entity's whole life. */
  readonly id: string
  readonly sourcedId: string
  readonly before?: Fields
  readonly after?: Fields
}

export type Page = {
  readonly events: readonly Event[]
  /** Pass it as `after` for the next page; it moves even where the last changes are no events. */
  readonly next: number
  readonly more: boolean
}

/**
 * What happened to live entities after change `after`, in order. Played from 0 on over an empty roster the events
 * give the roster: created and updated carry the whole entity, deleted takes it away, and one that returns is
 * created again under the same id.
 */
export async function feed(pool: pg.Pool, districtId: string, after: number, limit: number): Promise<Page> {
  return await readMoment(pool, async client => {
    const steps = await readSteps(client, districtId, after, Number.MAX_SAFE_INTEGER, limit + 1)
    const page = steps.slice(0, limit)
    return {
      events: page.flatMap(eventOf),
      next: page.at(-1)?.seq ?? after,
      more: steps.length > limit,
    }
  })
}

/** A change between two states that nobody sees, as of a removed row that is corrected, is no event. */
function eventOf(step: Step): Event[] {
  const { seq, run, at, kind, id, sourcedId } = step
  const [before, after] = [step.before, step.after].map(state =>
    isLive(state) ? fieldsOf(kind, state) : null,
  )
  if (!before && !after) return []
  const verb = !before ? 'created' : !after ? 'deleted' : 'updated'
  const sides = { ...(before && { before }), ...(after && { after }) }
  return [{ seq, run, at, event: `${kind}.${verb}`, kind, id, sourcedId, ...sides }]
}
