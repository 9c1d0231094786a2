import { z } from 'zod'
import { day, instant } from './common.ts'

/** A class on the page of a teacher or a student. */
const myClass = z.object({
  id: z.uuid(),
  title: z.string(),
  subjects: z.array(z.string()),
  periods: z.array(z.string()),
  terms: z.array(z.string()).describe('Titles of the terms that are on today'),
  school: z.string(),
  location: z.string().nullable(),
  teachers: z.array(z.string()),
  students: z.number(),
})
export type MyClass = z.infer<typeof myClass>

/** Why somebody has no class today, each with a short code that can be read out. */
export const noClasses = z.object({
  reason: z.enum(['not_shared', 'starts', 'paused', 'removed', 'over']),
  code: z.string().describe('C1 to C5'),
  on: day.nullable().describe('The first day, or the last one; of a pause its last day'),
})
export type NoClasses = z.infer<typeof noClasses>

export const myClasses = z.object({
  name: z.string(),
  givenName: z.string(),
  role: z.enum(['teacher', 'student']),
  district: z.string(),
  updatedAt: instant.nullable().describe('When the source was last read to the end'),
  updates: z.enum(['night', 'day', 'week', 'paused']).describe('How often the classes follow the source'),
  classes: z.array(myClass),
  coming: z.array(z.object({ title: z.string(), from: day })).describe('Classes that begin later'),
  none: noClasses.nullable(),
})
export type MyClasses = z.infer<typeof myClasses>

export const myRoom = z.object({
  class: myClass,
  district: z.string(),
  managed: z.boolean().describe('Kept by the source, so that nobody changes it here'),
  updatedAt: instant.nullable(),
  students: z
    .array(z.object({ id: z.uuid(), given: z.string(), family: z.string(), enabled: z.boolean() }))
    .nullable()
    .describe('For its teachers; null for a student'),
})
export type MyRoom = z.infer<typeof myRoom>

export const roomParams = z.object({ id: z.uuid().describe('Our id of the class') })
export const missingBody = z.object({
  asked: z.string().trim().min(1).max(200).describe('The whole name, the id, or the e-mail of the student'),
})

/** Where a student stopped on the way into a class, and whose turn it is. Nothing about them but what was typed. */
export const missing = z.object({
  outcome: z.enum([
    'here', 'several', 'nobody', 'never_sent', 'not_in_class', 'mistake', 'left_out', 'waiting', 'removed',
    'starts', 'ended',
  ]), // prettier-ignore
  who: z.enum(['nobody', 'you', 'office', 'district']).describe('Who can fix it'),
  code: z.string().describe('M1 to M11'),
  on: day.nullable(),
  lastRead: instant.nullable(),
  nextSync: instant.nullable(),
})
export type Missing = z.infer<typeof missing>
