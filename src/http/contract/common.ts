import { z } from 'zod'

/** Shapes that several answers share. Instants are ISO 8601 in UTC, days are YYYY-MM-DD in the district's zone. */
export const instant = z.iso.datetime({ offset: true })
export const day = z.iso.date()
export const districtParams = z.object({
  district: z.string().min(1).max(63).describe('Key of the district'),
})

export const districtBrief = z.object({ key: z.string(), name: z.string(), zone: z.string() })

/** Added, changed, removed and rejected of one run, and who moved up. */
export const changeCounts = z.object({
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  rejected: z.number(),
  promoted: z.number(),
})

export const runResult = z.enum(['running', 'applied', 'held', 'cleared', 'empty', 'failed', 'undone'])

export const runBrief = z.object({
  run: z.number(),
  trigger: z.string().describe('manual, schedule, setup or undo'),
  who: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  workedMillis: z
    .number()
    .nullable()
    .describe('Time at work, without the time a plan waited for a person; null while it runs'),
  phase: z.string(),
  result: runResult,
  message: z.string().nullable(),
  plan: z.string().nullable(),
  planStatus: z.enum(['cleared', 'held', 'applied', 'superseded', 'discarded']).nullable(),
  undoes: z.number().nullable(),
  undoneBy: z.number().nullable(),
  issues: z.number().describe('Open when the run ended'),
  counts: changeCounts,
})
export type RunBrief = z.infer<typeof runBrief>

export const hazard = z.object({
  code: z.string(),
  message: z.string(),
  kind: z.string().nullable(),
  school: z.string().nullable().describe('sourcedId, or null for the district'),
  schoolName: z.string().nullable(),
  count: z.number(),
  of: z.number(),
  limit: z.number().describe('Largest count that would have passed'),
})
export type HazardView = z.infer<typeof hazard>

export const headline = z.object({
  state: z.string().describe('Row of the state model'),
  tone: z.enum(['ok', 'hold', 'trouble', 'caution', 'running', 'resting']),
  words: z.string().describe('The fixed words, in English'),
  owner: z.enum(['you', 'source', 'vendor']).describe('Who acts next'),
  action: z.string().describe('What the one button does'),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).describe('Values of the words and the sentence'),
}) // prettier-ignore
export type HeadlineView = z.infer<typeof headline>
