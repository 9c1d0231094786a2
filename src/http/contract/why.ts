import { z } from 'zod'
import { districtParams, instant } from './common.ts'

const owner = z.enum(['district', 'source', 'vendor'])
const value = z.union([z.string(), z.boolean(), z.array(z.string()), z.null()])
const fieldChange = z.object({ field: z.string(), before: value, after: value })

export const whyQuery = z.object({
  class: z.string().max(255).optional().describe('sourcedId of a class: why is the person not in it?'),
})
export const askedQuery = whyQuery.extend({
  asked: z.string().min(1).max(255).describe('An id, e-mail or username that no list shows'),
})

/** Why a record is as it is: one sentence, who can fix it, and the chain of checks behind it. */
export const why = z.object({
  found: z.boolean(),
  subject: z.object({ kind: z.string().nullable(), id: z.string().nullable(), sourcedId: z.string() }),
  answer: z.string(),
  owner: owner.nullable(),
  checks: z.array(
    z.object({
      check: z.string(),
      pass: z.boolean(),
      detail: z.string(),
      owner: owner.nullable(),
      fix: z.string().nullable(),
    }),
  ),
})
export type Why = z.infer<typeof why>

/** The row behind a record as its source sent it; null once the snapshot is no longer kept, or for what was made by hand. */
export const sourceRow = z.object({
  source: z
    .object({ file: z.string(), row: z.number(), record: z.record(z.string(), value) })
    .nullable(),
}) // prettier-ignore
export type SourceRow = z.infer<typeof sourceRow>

export const history = z.object({
  steps: z.array(
    z.object({
      run: z.number(),
      at: instant.nullable(),
      op: z.string(),
      reason: z.string().nullable(),
      who: z.string().describe('A name, an account at a terminal, or schedule'),
      fields: z.array(fieldChange),
    }),
  ),
})
export type History = z.infer<typeof history>

/** What the newest reading of the source would do to a record. */
export const recheck = z.object({
  run: z.number().nullable().describe('The newest run that read the source and ended'),
  at: instant.nullable(),
  result: z.string().nullable(),
  message: z.string().nullable(),
  change: z
    .object({ op: z.string(), hazards: z.array(z.string()), fields: z.array(fieldChange) })
    .nullable()
    .describe('Null when it would stay as it is'),
})
export type Recheck = z.infer<typeof recheck>

export const kindParams = districtParams.extend({ id: z.uuid().describe('Our id of the record') })
