import { z } from 'zod'
import { day, districtBrief, hazard, headline, instant, runBrief } from './common.ts'

const measure = z.enum(['students', 'staff', 'classes', 'enrollments'])

/** Everything the Rostering page shows at once. */
export const overview = z.object({
  district: districtBrief,
  rights: z.array(z.string()).describe('What the reader may do here'),
  source: z
    .object({
      system: z.string().describe('oneroster-csv, …'),
      connectedAt: instant,
      readAt: instant.nullable().describe('When the source was last read'),
      writtenAt: instant.nullable().describe('When the drop last applied was written'),
      fieldsOn: z.number(),
      fieldsAll: z.number(),
      rest: z
        .object({ state: z.enum(['paused', 'pending', 'error', 'other']), from: day.nullable(), until: day.nullable() })
        .nullable()
        .describe('Why the source itself says that it does not give its latest'),
    })
    .nullable(),
  setup: z.object({ step: z.string(), changedAt: instant }).nullable().describe('A setup that is not finished'),
  headline,
  nextSync: instant.nullable(),
  lastGoodSync: instant.nullable(),
  freshness: z.enum(['up_to_date', 'late', 'stale', 'never']),
  missedRuns: z.number(),
  running: z
    .object({ run: z.number(), phase: z.string(), startedAt: instant, trigger: z.string() })
    .nullable(),
  counts: z.array(
    z.object({
      measure,
      now: z.number(),
      weekAgo: z.number().nullable(),
      series: z.array(z.object({ day, count: z.number() })).describe('Ends of days of the last 12 weeks'),
    }),
  ),
  schools: z.array(
    z.object({
      sourcedId: z.string(),
      name: z.string(),
      status: z.enum(['up_to_date', 'on_hold', 'running', 'never']),
      students: z.number(),
      staff: z.number(),
      classes: z.number(),
      enrollments: z.number(),
      lastChange: instant.nullable(),
    }),
  ),
  holds: z.array(hazard.extend({ plan: z.string(), run: z.number(), since: instant })),
  issues: z.object({
    total: z.number(),
    groups: z.array(
      z.object({
        rule: z.string(),
        severity: z.enum(['error', 'warning']),
        message: z.string().describe('That of the first of them'),
        fix: z.string(),
        count: z.number(),
        firstRun: z.number(),
        firstSeen: instant,
        mutedUntil: day.nullable(),
      }),
    ),
  }),
  runs: z.array(runBrief),
}) // prettier-ignore
export type Overview = z.infer<typeof overview>
