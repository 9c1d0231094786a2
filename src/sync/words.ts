import type { Headline, HeadlineRow } from './headline.ts'

/** The fixed words in English. Whoever speaks another language translates the row, with the same values. */
const words: Readonly<Record<HeadlineRow, string>> = {
  notice: 'Notice from {vendor}',
  action_needed: 'Needs attention',
  on_hold: 'On hold - waiting for you',
  failed: 'Needs attention',
  stale: 'Late',
  late: 'Late',
  retrying: 'Late',
  running: 'Sync running',
  paused: 'Paused until {date}',
  add_only: 'Adding only until {date}',
  never_synced: 'Not set up yet',
  left_out: 'Up to date in part',
  warnings: 'Up to date ({issues})',
  healthy: 'Up to date',
  awaiting_approval: 'Not set up yet',
  setting_up: 'Not set up yet',
  not_set_up: 'Not set up yet',
  disconnected: 'Not set up yet',
}
const openPause = 'Paused until you resume'

/** A calendar day has no zone: it is written in the one it is read in. */
const spokenDay = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
})

/** The words of a headline, whole: "Paused until Aug 14, 2026". `vendor` is the name of whoever runs Rollbook. */
export function headlineWords({ state, facts }: Headline, vendor: string): string {
  if (state === 'paused' && facts.date === null) return openPause
  return words[state]
    .replace('{vendor}', () => vendor)
    .replace('{date}', () => spokenDay.format(Date.parse(String(facts.date))))
    .replace('{issues}', facts.issues === 1 ? '1 issue' : `${facts.issues} issues`)
}
