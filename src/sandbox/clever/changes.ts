import type { Seat } from '../seat.ts'
import { changeSharing } from './sharing.ts'

type Body = Readonly<Record<string, unknown>>
/** What can happen to a district at Clever; a text says why it cannot. */
type Change = (seat: Seat, body: Body) => object | string

const states = ['running', 'pending', 'error', 'paused', 'success', '']
const day = (value: unknown) => /^\d{4}-\d\d-\d\d$/.test(String(value))

export const cleverChanges: Readonly<Record<string, Change>> = {
  pause: ({ clever }, { start, end }) => {
    if (!day(start) || !day(end)) return 'a pause has a start and an end, each YYYY-MM-DD'
    const { launch_date } = clever.ledger.standing
    return clever.stand({ state: 'paused', launch_date, pause_start: String(start), pause_end: String(end) })
  },
  state: ({ clever }, { state, error }) => {
    if (!states.some(one => one === state)) return `there is no state ${JSON.stringify(state)}; there are ${states.join(', ')}`
    const { launch_date } = clever.ledger.standing
    return clever.stand({ launch_date, state: String(state), ...(typeof error === 'string' && { error }) })
  },
  launch: ({ clever }, { date }) =>
    day(date) ? clever.stand({ ...clever.ledger.standing, launch_date: String(date) }) : 'a launch has a date, YYYY-MM-DD',
  events: ({ clever }, { on }) => {
    clever.tellEvents(on !== false)
    return { events: clever.stream.on }
  },
  share: ({ clever }, { kind: _kind, ...said }) => {
    const sharing = changeSharing(said)
    if (typeof sharing !== 'string') clever.share(sharing)
    return sharing
  },
  token: ({ clever }) => {
    clever.rotate()
    return { token: clever.token }
  },
  connect: ({ clever }) => ({ connected: (clever.connected = true) }),
  disconnect: ({ clever }) => ({ connected: (clever.connected = false) }),
  freeze: ({ clever }) => ({ held: clever.hold(true) }),
  approve: ({ clever }) => ({ held: clever.hold(false) }),
  split: (seat, { sourcedId }) => {
    if (!seat.district.shelves.users.index.has(String(sourcedId))) return `there is no user "${String(sourcedId)}"`
    seat.clever.split(String(sourcedId))
    return { split: sourcedId }
  },
  'sis-id': ({ district }, { sourcedId, to }) => ({ changed: district.renameUser(String(sourcedId), String(to)) ? 1 : 0 }),
} // prettier-ignore
