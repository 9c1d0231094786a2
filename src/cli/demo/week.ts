import { join } from 'node:path'
import { defaultSchedule } from '../../roster/schedule.ts'
import { generateChurn } from '../../sandbox/generate/churn/churn.ts'
import { generateDistrict } from '../../sandbox/generate/district.ts'
import { generateYear } from '../../sandbox/generate/year/year.ts'
import { plannedSlots } from '../../sync/schedule/slots.ts'
import { spoil } from './accident.ts'
import type { DemoDistrict } from './districts.ts'
import { addFaults } from './faults.ts'

/** One night: when its sync began, the day it is for its terms, and the drop it read. */
export type Night = { readonly at: Date; readonly day: string; readonly drop: string }

const week = 7
const hour = 3_600_000

/** The nights that lie behind, the oldest first, and the drop that waits for the next sync. */
export type Week = { readonly nights: readonly Night[]; readonly next: string }

/** Writes what the district's student information system exported on each night of the week. */
export async function writeWeek(of: DemoDistrict, folder: string, now: Date): Promise<Week> {
  const schedule = defaultSchedule(of.zone)
  const slots = plannedSlots(schedule, new Date(now.getTime() - (week + 1) * 24 * hour), now).slice(-week)
  const year = schoolYearEnd(now) - (of.ending === 'new_year' ? 1 : 0)
  const nights = slots.map(({ at, day }, night) => ({
    at,
    // A district that is late with its new year lives in the last weeks of the old one until it comes.
    day: of.ending === 'new_year' && night < week - 1 ? `${year}-06-0${night + 1}` : day,
    drop: join(folder, `night-${night + 1}`),
  }))
  const { schools, students, seed, churn, ending } = of
  const plain = { zip: false, version: '1.2' as const, schoolYear: year }
  for (const [night, { at, drop }] of nights.entries()) {
    const writtenAt = new Date(at.getTime() - hour)
    const after = nights[night - 1]?.drop
    const last = night === week - 1
    if (after === undefined)
      await generateDistrict({ ...plain, schools, students, seed, out: drop, writtenAt })
    else if (last && ending === 'new_year')
      await generateYear({ out: drop, after, seed, zip: false, writtenAt })
    else await generateChurn({ out: drop, after, churn, seed: `night ${night}`, zip: false, writtenAt })
  }
  const next = await writeNext(of, nights, folder, now)
  for (const [night, { drop }] of nights.entries()) await addFaults(drop, seed, night)
  if (next !== nights.at(-1)?.drop) await addFaults(next, seed, week)
  return { nights, next }
}

/** An export gone wrong stays as it is until somebody mends it; elsewhere tonight's is there already. */
async function writeNext(of: DemoDistrict, nights: readonly Night[], folder: string, now: Date): Promise<string> {
  const after = nights.at(-1)?.drop ?? folder
  if (of.ending === 'accident') {
    await spoil(after)
    return after
  }
  const out = join(folder, 'tonight')
  await generateChurn({ out, after, churn: of.churn, seed: 'tonight', zip: false, writtenAt: now })
  return out
} // prettier-ignore

/** In June the next school year is written, so that none ends while somebody still looks at it. */
function schoolYearEnd(now: Date): number {
  return now.getUTCFullYear() + (now.getUTCMonth() >= 5 ? 1 : 0)
}
