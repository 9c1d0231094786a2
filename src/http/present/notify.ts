import { hears, isStandard, mayHear, notices, type Notice } from '../../notify/choices.ts'
import { listenerOf } from '../../notify/queue.ts'
import type { ListenerRow } from '../../store/notify-choices.ts'
import type { UndeliveredMail } from '../../store/outbox.ts'
import type { ListenerView, Notifications } from '../contract/notify.ts'

/** Who hears of what, with whoever asks first. */
export function presentNotices(
  people: readonly ListenerRow[],
  mail: readonly UndeliveredMail[],
  readerId: string,
): Notifications {
  const vendor = people.some(({ role }) => role === 'vendor')
  const events = notices.filter(notice => (notice === 'request') === vendor)
  const views = people.map(person => presentListener(person, events, readerId))
  return {
    events,
    people: [...views.filter(({ you }) => you), ...views.filter(({ you }) => !you)],
    undelivered: mail.map(({ template, consoleUserId, code, queuedAt, endedAt }) => ({
      event: template, id: consoleUserId, code, queuedAt: queuedAt.toISOString(), gaveUpAt: endedAt.toISOString(),
    })),
  }
} // prettier-ignore

function presentListener(person: ListenerRow, events: readonly Notice[], readerId: string): ListenerView {
  const { consoleUserId: id, name, role, chosen } = person
  const listener = listenerOf(person)
  const choices = events.map(event => ({
    event,
    wanted: hears(event, listener, chosen[event] ?? null),
    standard: mayHear(event, listener) && isStandard(event, listener),
    chosen: chosen[event] !== undefined,
    locked: !mayHear(event, listener),
  }))
  return { id, name, role, you: id === readerId, choices }
}
