import type { HeadlineView } from '../../../../src/http/contract/common.ts'
import type { Mark } from '../../design/Status.tsx'
import { isMessage, type Say, type Values } from '../../words/say.tsx'

/** The fixed words of a state in the reader's language. */
export function headlineWords(headline: HeadlineView, say: Say, values: Values): string {
  const id = `state.${headline.state}`
  return isMessage(id) ? say(id, values) : headline.words
}

/** The same in short, for the title of the browser's tab: "On hold". */
export function headlineTitle(headline: HeadlineView, say: Say): string {
  const short = `state.${headline.state}.short`
  return isMessage(short) ? say(short) : headlineWords(headline, say, headline.facts)
}

const marks: Readonly<Record<string, Mark>> = {
  late: 'late', stale: 'late', paused: 'paused', add_only: 'adding', setting_up: 'setup', not_set_up: 'setup',
  awaiting_approval: 'setup', disconnected: 'setup', never_synced: 'setup', retrying: 'late', warnings: 'caution',
} // prettier-ignore

/** The shape of a state; most have that of their tone. */
export function headlineMark(headline: HeadlineView): Mark {
  return marks[headline.state] ?? headline.tone
}
