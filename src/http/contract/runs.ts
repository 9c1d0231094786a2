import { z } from 'zod'
import { day, districtParams, hazard, instant, runBrief, runResult } from './common.ts'

export const recordKind = z.enum(['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments', 'demographics']) // prettier-ignore
export const runParams = districtParams.extend({ run: z.coerce.number().int().min(1).max(999_999_999) })

export const runsQuery = z.object({
  result: runResult.optional(),
  trigger: z.enum(['manual', 'schedule', 'setup', 'undo', 'hand', 'events', 'refresh']).optional(),
  before: z.coerce.number().int().min(1).max(999_999_999).optional().describe('The page after this run'),
})
export const runPage = z.object({
  next: z
    .object({
      at: instant.nullable().describe('null while paused without an end, or switched off'),
      addOnly: z.boolean(),
      repeat: z.enum(['daily', 'weekly']),
      pausedUntil: day.nullable().describe('Last day without a sync'),
      paused: z.boolean(),
    })
    .nullable()
    .describe('The next upcoming sync; null before the district is connected'),
  runs: z.array(runBrief),
  before: z.number().nullable().describe('For the next page; null on the last'),
  people: z.record(z.string(), z.string()).describe('Names of those behind `who`'),
})
export type RunPage = z.infer<typeof runPage>

const opCounts = z.object({
  create: z.number(), update: z.number(), remove: z.number(), restore: z.number(), archive: z.number(), unchanged: z.number(),
}) // prettier-ignore

/** What became of a plan, and who said so. */
export const decision = z.object({
  who: z.string(),
  name: z.string(),
  at: instant.nullable(),
  allow: z.array(z.string()),
  only: z.enum(['all', 'additions']),
  schools: z.array(z.object({ sourcedId: z.string(), name: z.string() })).nullable(),
  comments: z.array(z.object({ name: z.string(), comment: z.string(), at: instant })),
})

export const gradeFlow = z.object({
  bands: z.array(
    z.object({
      from: z.string().describe('Grade code, "new", or "" where none is said'),
      to: z.string().describe('Grade code, "gone", or ""'),
      count: z.number(),
      move: z.enum(['up', 'new', 'stay', 'graduated', 'left', 'other']),
    }),
  ),
  totals: z.object({
    up: z.number(), graduated: z.number(), new: z.number(), stay: z.number(), left: z.number(), other: z.number(),
  }),
  wave: z.boolean().describe('Most move up: who stays repeats the grade'),
}) // prettier-ignore
export type GradeFlowView = z.infer<typeof gradeFlow>

export const runDetail = z.object({
  run: runBrief,
  whoName: z.string(),
  phases: z.array(z.object({ phase: z.string(), from: instant, until: instant.nullable() })),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      digest: z.string().describe('SHA-256'),
      mode: z.enum(['bulk', 'delta', 'absent']).nullable(),
      complete: z.boolean().nullable(),
      rows: z.number().nullable().describe('Read and accepted'),
    }),
  ),
  requests: z
    .object({
      count: z.number(),
      first: z.array(z.object({ path: z.string(), status: z.number(), millis: z.number(), bytes: z.number() })),
    })
    .nullable()
    .describe('What was asked of a server, in order; null of a run that read files. Status 0 is no answer'),
  kinds: z.array(
    z.object({
      kind: recordKind,
      complete: z.boolean().describe('Arrived whole, so that who is missing counts as removed'),
      first: z.boolean().describe('The roster had none of it before'),
      counts: opCounts,
    }),
  ),
  back: z.array(z.object({ kind: recordKind, erase: z.number(), revert: z.number() })).describe('What an undo took out and put back'),
  schools: z.array(
    z.object({
      sourcedId: z.string(),
      name: z.string(),
      kinds: z.partialRecord(recordKind, opCounts),
      hazards: z.number(),
    }),
  ),
  sizes: z
    .array(z.object({ sourcedId: z.string(), name: z.string(), size: z.number() }))
    .describe('Every school, with how many people, classes and enrollments it had before the run'),
  gradeFlow: gradeFlow.nullable().describe('null on a night when nobody changed grade'),
  hazards: z.array(hazard),
  issues: z.object({ errors: z.number(), warnings: z.number(), rules: z.record(z.string(), z.number()) }),
  plan: z
    .object({ plan: z.string(), digest: z.string(), rosterVersion: z.number(), rulesVersion: z.number() })
    .nullable(),
  snapshot: z
    .object({ id: z.string().nullable(), digest: z.string(), keptUntil: instant.nullable().describe('null when it is gone') })
    .nullable(),
  decision: decision.nullable(),
  undo: z.enum(['possible', 'undone', 'nothing']).describe('Whether the run can be taken back'),
  changes: z.number().describe('How many the Changes tab lists'),
}) // prettier-ignore
export type RunDetail = z.infer<typeof runDetail>

export const runIssuesQuery = z.object({
  rule: z.string().max(60).optional(),
  severity: z.enum(['error', 'warning']).optional(),
  after: z.string().regex(/^\d+-\d+$/).optional(),
}) // prettier-ignore
/** What is wrong with a row of a file. */
export const foundIssue = z.object({
  severity: z.enum(['error', 'warning']),
  rule: z.string(),
  file: z.string(),
  row: z.number().nullable(),
  field: z.string().nullable(),
  sourcedId: z.string().nullable(),
  value: z.string().nullable().describe('Masked'),
  message: z.string(),
  fix: z.string(),
  firstRun: z.number(),
})
export const runIssues = z.object({ issues: z.array(foundIssue), after: z.string().nullable() })
export type RunIssues = z.infer<typeof runIssues>

export const exportQuery = z.object({
  kind: z.enum(['staff', 'students', 'classrooms', 'everything']).default('everything'),
})

export const undoPreview = z.object({
  possible: z.boolean(),
  refusal: z.string().nullable().describe('Why not, for people'),
  counts: z.array(z.object({ kind: recordKind, erase: z.number(), revert: z.number() })),
  conflicts: z.array(
    z.object({
      kind: recordKind,
      sourcedId: z.string(),
      why: z.enum(['changed', 'used']),
      runs: z.array(z.number()),
    }),
  ),
})
export type UndoPreview = z.infer<typeof undoPreview>
