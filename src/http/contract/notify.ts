import { z } from 'zod'
import { districtParams, instant } from './common.ts'

const notice = z.enum(['held', 'waiting', 'failed', 'first_success', 'paused', 'weekly', 'request'])

/** One event as one person has it. */
const choice = z.object({
  event: notice,
  wanted: z.boolean(),
  standard: z.boolean().describe('What the role hears of until somebody chooses'),
  chosen: z.boolean().describe('Whether somebody chose'),
  locked: z.boolean().describe('Cannot be switched on: it tells of schools this person does not look after'),
})
const listener = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  you: z.boolean(),
  choices: z.array(choice),
})
export type ListenerView = z.infer<typeof listener>

const undelivered = z.object({
  event: z.string().describe('What the mail told: an event, invite, added, reset or answered'),
  id: z.string().describe('Whom it was for'),
  code: z
    .string()
    .nullable()
    .describe('SMTP 550: the receiver refused the address; MAIL_LATE: nobody could be reached'),
  queuedAt: instant,
  gaveUpAt: instant,
})

export const notifications = z.object({
  events: z.array(notice).describe('In the order of the settings'),
  people: z.array(listener).describe('Yourself first, if you may be told at all'),
  undelivered: z.array(undelivered).describe('Mail that was given up, newest first'),
})
export type Notifications = z.infer<typeof notifications>

export const chooseBody = z.object({
  event: notice,
  wanted: z.boolean().nullable().describe('null goes back to what the role hears of'),
})
export const listenerParams = districtParams.extend({ listener: z.uuid() })
