import type { Store } from '../store/open.ts'
import type { Desk } from '../desk/desk.ts'
import type { Live } from '../desk/live.ts'

/** What every route works with; made once by `serve`. */
export type Office = {
  readonly store: Store
  /** Where runs are asked for: answers at once, the work is done by a worker. */
  readonly desk: Desk
  /** How far the runs are, from whatever process they run in. */
  readonly live: Live
  readonly now: () => Date
  /** Who runs Rollbook, as people know them: "Tallgrass". */
  readonly vendor: { readonly name: string }
  /** Address people type, without a slash at its end; links in mail begin with it. */
  readonly base: string
  /** Only in the demo may somebody sign in by choosing who they are. */
  readonly demo: boolean
}
