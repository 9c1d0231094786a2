import { z } from 'zod'
import { turnStates } from '../../sync/rollover.ts'
import { day, districtParams, instant } from './common.ts'
import { gradeFlow } from './runs.ts'

/** What nobody can read from a roster, and people tick. */
export const tickSteps = ['dates_checked', 'staff_told', 'work_kept'] as const
export const derivedSteps = ['next_year', 'pause', 'grades', 'classes', 'hold'] as const
export const tickParams = districtParams.extend({ step: z.enum(tickSteps) })
export const tickBody = z.object({ done: z.boolean() })

const term = z.object({
  sourcedId: z.string(),
  title: z.string(),
  schoolYear: z.string().nullable(),
  firstDay: day.nullable(),
  lastDay: day.nullable().describe('Included'),
})

const turn = z.object({
  name: z.string().describe('School year that begins, as the source names it'),
  near: z.boolean().describe('Within 60 days of the last day of school, or after it'),
  lastDay: day.nullable().describe('Last day of school of the year that ends'),
  firstDay: day.describe('First day of school of the new year'),
  known: z.boolean().describe('The source has the new year; without it its first day is a guess'),
  terms: z.array(term).describe('Of both years'),
  conflicts: z
    .array(term)
    .describe('Terms of the ending year that still run on the first day of the new one'),
  pause: z.object({ from: day, until: day }).nullable().describe('To suggest; null when no dates say when'),
  flow: z.object({
    expected: z.boolean().describe('By the roster as it stands, before a plan moves anybody'),
    run: z.number().nullable(),
    plan: z.string().nullable(),
    held: z.boolean().describe('The plan waits for a person'),
    picture: gradeFlow.nullable(),
  }),
  graduates: z.object({
    count: z.number(),
    day: day.nullable().describe('Suspended then; null when it is not known'),
    graceDays: z.number().describe('From suspended to archived'),
  }),
  schools: z.array(
    z.object({
      sourcedId: z.string(),
      name: z.string(),
      ending: z.number().describe('Classes of ending terms that are still there'),
      archived: z.number(),
      fresh: z.number().describe('Classes of the new terms'),
      movedUp: z.number().describe('Students, expected or real as the flow is'),
    }),
  ),
  steps: z.array(
    z.object({
      step: z.enum([...derivedSteps, ...tickSteps]),
      state: z.enum(['done', 'open', 'attention', 'not_needed']),
      ticked: z.object({ who: z.string(), at: instant }).nullable(),
    }),
  ),
})

export const rolloverView = z.object({
  status: z.enum(turnStates),
  today: day,
  turn: turn.nullable().describe('null when the source has no dates of a school year'),
})
export type RolloverView = z.infer<typeof rolloverView>
export type TurnView = NonNullable<RolloverView['turn']>
export type TurnStep = TurnView['steps'][number]
