import { z } from 'zod'
import { asked } from './sync.ts'
import { districtParams, hazard, instant } from './common.ts'
import { decision, recordKind } from './runs.ts'

export const planParams = districtParams.extend({ plan: z.string().regex(/^[0-9a-f]{4,64}$/) })

const only = z.enum(['all', 'additions'])
const schools = z.array(z.string().min(1).max(255)).min(1).max(2_000).nullable()

/** What a decision would carry out, to the record. */
export const part = z.object({
  changes: z.number(),
  exact: z.boolean().describe('False when a large plan was not asked row by row: at most so many'),
  kinds: z.array(z.object({ kind: recordKind, added: z.number(), changed: z.number(), removed: z.number() })),
  allow: z.array(z.string()).describe('Hazards it needs the consent to'),
  needs: z.object({
    students: z.number().describe('Students it would remove'),
    of: z.number(),
    typed: z.number().nullable().describe('A number to be typed out'),
    approvers: z.union([z.literal(1), z.literal(2)]),
  }),
})
export type PartView = z.infer<typeof part>

export const partQuery = z.object({
  only: only.default('all'),
  school: z.union([z.string(), z.array(z.string())]).optional().describe('sourcedIds; left out for all'),
}) // prettier-ignore

export const hold = z.object({
  plan: z.string(),
  run: z.number(),
  digest: z.string(),
  status: z.enum(['held', 'cleared', 'applied', 'superseded', 'discarded']),
  since: instant,
  asOf: instant.nullable().describe('When the roster was last what the source said'),
  standing: z.enum(['open', 'deciding', 'decided', 'roster_moved', 'rules_moved']).describe('Whether it can still be decided'),
  hazards: z.array(
    hazard.extend({
      measure: z.enum(['students', 'teachers', 'classes', 'enrollments']).nullable(),
      recent: z.array(z.object({ run: z.number(), at: instant, count: z.number() })).nullable().describe('The same of the last runs, the oldest first; null where there is nothing to compare'),
    }),
  ),
  cause: z.object({ code: z.string(), facts: z.record(z.string(), z.union([z.string(), z.number()])) }),
  schools: z.array(
    z.object({
      sourcedId: z.string(),
      name: z.string(),
      people: z.object({ added: z.number(), changed: z.number(), removed: z.number() }),
      classes: z.object({ added: z.number(), changed: z.number(), removed: z.number() }),
      enrollments: z.object({ added: z.number(), changed: z.number(), removed: z.number() }),
      changes: z.number(),
      hazards: z.number(),
    }),
  ),
  leavers: z.object({
    count: z.number(),
    sample: z.array(
      z.object({ id: z.string(), sourcedId: z.string(), name: z.string(), school: z.string().nullable(), grades: z.array(z.string()), reason: z.string() }),
    ),
    graceDays: z.number(),
  }),
  whole: part,
  additions: part,
  divisible: z.boolean().describe('False when it brings a kind for the first time: then there is no part by school'),
  first: z.array(recordKind),
  approvals: z.array(
    z.object({ id: z.string(), name: z.string(), at: instant, comment: z.string(), allow: z.array(z.string()), only, schools: z.array(z.string()).nullable(), you: z.boolean() }),
  ),
  decision: decision.nullable(),
  proofFresh: z.boolean().describe('False when the password or code is asked for before deciding'),
}) // prettier-ignore
export type Hold = z.infer<typeof hold>

export const decideBody = z.object({
  digest: z.string().min(16).max(128),
  allow: z.array(z.string().max(30)).max(20).default([]),
  only: only.default('all'),
  schools: schools.default(null),
  comment: z.string().trim().min(1).max(2_000),
  typed: z.number().int().min(0).optional(),
})
export const decided = asked.extend({
  state: z.enum(['asked', 'waits_for_second']),
})
export type DecidedView = z.infer<typeof decided>

export const discardBody = z.object({
  digest: z.string().min(16).max(128),
  comment: z.string().trim().min(1).max(2_000),
})
export const discarded = z.object({ plan: z.string(), status: z.literal('discarded') })
