import type { Written } from '../source.ts'
import type { Findings } from './findings.ts'
import { baseName } from './locate.ts'
import type { Entry } from './package.ts'

const HOUR = 3_600_000
/** A clock of ours or of theirs that is a little wrong is nothing to tell. */
const SKEW = HOUR / 6

export function exactly(at: Date): Written {
  return { at, earliest: at, latest: at }
}

/**
 * The time of a clock on a wall that hung nobody knows where: taken for one in the district, as most export from where
 * they are, and as likely that of a server which runs on UTC. Clocks on earth are from 12 h behind UTC to 14 h ahead.
 */
export function somewhere(wall: Date, zone: string): Written {
  const [earliest, latest] = [wall.getTime() - 14 * HOUR, wall.getTime() + 12 * HOUR]
  return { at: instantOf(wall, zone), earliest: new Date(earliest), latest: new Date(latest) }
}

/** Twice, for the offset of the guess may be that of the other side of a change of clocks. */
function instantOf(wall: Date, zone: string): Date {
  const form = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const ahead = (at: Date) => Date.parse(`${form.format(at).replace(' ', 'T')}Z`) - at.getTime()
  const guess = new Date(wall.getTime() - ahead(wall))
  return new Date(wall.getTime() - ahead(guess))
}

/**
 * When the newest of the files was written. A date in the future would make every drop after it look old, so it counts
 * as of now.
 */
export function newest(entries: readonly Entry[], now: Date, findings: Findings): Written | null {
  const times = entries.flatMap(({ path, writtenAt }) => {
    if (writtenAt === null) return []
    if (writtenAt.earliest.getTime() > now.getTime() + SKEW) {
      const message = `The file is dated ${writtenAt.at.toISOString()}, which is still to come`
      const fix = 'Set the clock of the machine that writes the files'
      findings.odd('future_file', { file: baseName(path) }, `${message}, and counts as written now`, fix)
    }
    return [writtenAt]
  })
  if (times.length === 0) return null
  const last = (which: keyof Written) =>
    new Date(Math.min(now.getTime(), Math.max(...times.map(time => time[which].getTime()))))
  return { at: last('at'), earliest: last('earliest'), latest: last('latest') }
}
