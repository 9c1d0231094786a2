import { z } from 'zod'
import { day, districtParams, instant } from './common.ts'
import { foundIssue } from './runs.ts'

const severity = z.enum(['error', 'warning'])
const rule = z.string().regex(/^[a-z_]{1,60}$/)

export const issueGroup = z.object({
  rule: z.string(),
  severity: severity.describe('error: the record is skipped; warning: a value is dropped, the record kept'),
  message: z.string().describe('That of the first of them'),
  fix: z.string(),
  count: z.number(),
  schools: z.array(z.string()).describe('Names, as far as the first 200 of them tell'),
  firstRun: z.number(),
  firstSeen: instant,
  lastRun: z.number().describe('The newest run that found another'),
  lastSeen: instant,
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  mutedUntil: day.nullable().describe('null when it is not muted today'),
  note: z.string().describe('Why it is muted'),
})
export type IssueGroupView = z.infer<typeof issueGroup>

export const issueList = z.object({
  total: z.number(),
  muted: z.number(),
  checked: z
    .object({ run: z.number(), at: instant })
    .nullable()
    .describe('When the source was last looked at'),
  groups: z.array(issueGroup),
  members: z.array(z.object({ id: z.string(), name: z.string() })).describe('Whom a rule can be given to'),
})
export type IssueList = z.infer<typeof issueList>

export const ruleParams = districtParams.extend({ rule })
export const ruleQuery = z.object({
  severity: severity.optional(),
  school: z.string().max(255).optional().describe('sourcedId'),
  after: z.string().regex(/^\d+-\d+$/).optional(),
}) // prettier-ignore
export const ruleIssues = z.object({
  issues: z.array(
    foundIssue.extend({
      key: z.string(),
      firstSeen: instant,
      school: z.string().nullable(),
      record: z.object({ kind: z.enum(['users', 'classes', 'orgs']), id: z.string() }).nullable(),
    }),
  ),
  after: z.string().nullable(),
})
export type RuleIssues = z.infer<typeof ruleIssues>

export const careBody = z.object({
  assignee: z.uuid().nullable(),
  mutedUntil: day.nullable().describe('Last day on which it is quiet'),
  note: z.string().trim().max(500),
})
export type CareBody = z.infer<typeof careBody>
