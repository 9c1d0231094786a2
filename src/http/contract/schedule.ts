import { z } from 'zod'
import { weekdays } from '../../roster/schedule.ts'
import { checkSchedule } from '../../sync/schedule/check.ts'
import { day, instant } from './common.ts'

const range = z.object({
  from: day,
  until: day.describe('Last day of it'),
  note: z.string(),
})
const timing = {
  time: z.string().describe('HH:MM on the wall'),
  repeat: z.enum(['daily', 'weekly']),
  days: z.array(z.enum(weekdays)).describe('For weekly, at least one'),
  zone: z.string().describe('IANA name'),
  enabled: z.boolean(),
}
const clocks = z.enum(['skipped', 'twice'])

/** A planned sync as the district's clocks show it. */
const slot = z.object({
  at: instant.describe('With the offset of the zone on that day'),
  day,
  mode: z.enum(['run', 'add_only']),
  clocks: clocks.nullable().describe('The time was skipped in spring, or came twice in autumn'),
})
export const upcoming = z.object({
  next: z.array(slot).describe('The next three; fewer when a pause has no end'),
  clocks: slot.nullable().describe('The next sync within a year whose time the change of clocks moves or doubles'),
}) // prettier-ignore
export type Upcoming = z.infer<typeof upcoming>
export type SlotView = Upcoming['next'][number]

export const scheduleView = z.object({
  version: z.number(),
  schedule: z.object({ ...timing, pauses: z.array(range), addOnly: z.array(range) }),
  today: day,
  mode: z.object({
    mode: z.enum(['run', 'paused', 'add_only', 'off']),
    until: day.nullable(),
    byHand: z.boolean(),
  }),
  ...upcoming.shape,
  proposal: z
    .object({
      from: day,
      until: day,
      lastDay: day.describe('Last day of school of this year'),
      firstDay: day.describe('First of the next'),
      guessed: z.boolean().describe('The source has no next year yet: it is taken to begin when this one did'),
      accepted: z.boolean().describe('All of it is paused already'),
    })
    .nullable()
    .describe('A summer pause by the dates of the source'),
  changedAt: instant.nullable(),
  who: z.string().nullable(),
}) // prettier-ignore
export type ScheduleView = z.infer<typeof scheduleView>
export type ScheduleFields = ScheduleView['schedule']

const loose = z.object({ from: z.string(), until: z.string(), note: z.string().default('') })

/** What a person may set, with every problem at its field. */
const wanted = z
  .object({
    time: z.string(),
    repeat: z.string(),
    days: z.array(z.string()).default([]),
    zone: z.string(),
    enabled: z.boolean().default(true),
    pauses: z.array(loose).default([]),
    addOnly: z.array(loose).default([]),
  })
  .transform((given, context) => {
    const checked = checkSchedule(given)
    if ('schedule' in checked) return checked.schedule
    for (const { field, message } of checked.problems)
      context.addIssue({ code: 'custom', path: field.split('.').filter(Boolean), message })
    return z.NEVER
  })
export const scheduleBody = z.object({
  version: z.number().int().min(0).describe('The version that was looked at'),
  schedule: wanted,
})
export const upcomingBody = z.object({ schedule: wanted })

export const pauseBody = z.object({
  until: day.nullable().describe('Last day without a sync; null until somebody resumes'),
})
