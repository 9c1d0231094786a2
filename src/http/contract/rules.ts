import { z } from 'zod'
import { manifest, userRoles } from '../../roster/fields.ts'
import { grades } from '../../roster/grades.ts'
import { isKind } from '../../roster/kinds.ts'
import { hazard, instant } from './common.ts'

const gradeCode = z.enum(grades)
const role = z.enum(userRoles)
const limitNames = z.enum(['students', 'teachers', 'classes', 'enrollments', 'school', 'updates', 'rekeyed', 'domain']) // prettier-ignore
export type LimitName = z.infer<typeof limitNames>

const limit = z.object({
  count: z.number().int().min(0).max(1_000_000),
  share: z.number().min(0).max(1),
})
const limits = z.object({
  students: limit, teachers: limit, classes: limit, enrollments: limit, school: limit, updates: limit, rekeyed: limit, domain: limit,
}) // prettier-ignore

const chosen = <One extends z.ZodType>(one: One) =>
  z.array(one).min(1, 'Choose at least one, or let all in').max(5000).nullable()
const scope = z.object({
  schools: chosen(z.string().min(1).max(255)).describe('sourcedIds; null lets all in'),
  grades: chosen(gradeCode),
  roles: chosen(role),
  terms: chosen(z.string().min(1).max(255)),
})
/** `users.phone: true`; fields that are not named are as the manifest has them. */
const fieldChoices = z.record(z.string().max(80), z.boolean()).superRefine((fields, context) => {
  for (const [path, on] of Object.entries(fields)) {
    const [kind = '', name] = path.split('.')
    const found = isKind(kind) ? manifest[kind].find(field => field.name === name) : undefined
    const told = (message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (found === undefined) told(`there is no field ${path}`)
    else if (found.need === 'required' && !on) told(`${path} is required, as it ${found.purpose}`)
  }
})

const rules = z.object({ scope, fields: fieldChoices, limits, graceDays: z.number().int().min(0).max(365) })
export type RulesFields = z.infer<typeof rules>
export const rulesBody = z.object({
  version: z.number().int().min(1).describe('The version that was looked at'),
  rules,
  comment: z.string().trim().max(500).default('').describe('Why; needed where a limit becomes looser'),
})
export const previewBody = z.object({ scope, fields: fieldChoices })

export const rulesView = z.object({
  version: z.number(),
  at: instant,
  who: z.string(),
  rules,
  standard: limits.describe('The limits of a new connection'),
  schools: z.array(z.object({ sourcedId: z.string(), name: z.string(), held: z.boolean(), students: z.number() })).describe('What the source has brought, and what the rules left out of it'),
  grades: z.array(gradeCode).describe('In the order a student passes them'),
  roles: z.array(role),
  terms: z.array(z.object({ sourcedId: z.string(), title: z.string(), schoolYear: z.string().nullable() })),
  fields: z.array(
    z.object({
      path: z.string().describe('users.phone'),
      kind: z.string(),
      name: z.string(),
      need: z.enum(['required', 'optional', 'off']),
      purpose: z.string().describe('In English: why Rollbook may hold it'),
      class: z.enum(['public', 'personal', 'sensitive']),
      on: z.boolean(),
    }),
  ),
  today: z.array(
    z.object({
      limit: limitNames,
      of: z.number().describe('Records today'),
      most: z.number().nullable().describe('Most in one sync of the last 30 that ended well'),
    }),
  ).describe('What a limit is a share of'),
  looser: z.enum(['allowed', 'owner', 'hold']).describe('Whether the reader may let more pass: only an owner, and not while a plan waits'),
}) // prettier-ignore
export type RulesView = z.infer<typeof rulesView>

const moves = z.object({ added: z.number(), removed: z.number() })
export const rulesPreview = z.object({
  people: moves,
  classes: moves,
  enrollments: moves,
  changed: z.number().describe('Records that stay and are written anew'),
  students: z.object({ removed: z.number(), of: z.number(), limit: z.number() }).describe('The largest count that passes'),
  staff: z.object({ removed: z.number(), of: z.number(), limit: z.number() }),
  schools: z.array(
    z.object({ sourcedId: z.string(), name: z.string(), students: moves, staff: moves, classes: moves }),
  ),
  hazards: z.array(hazard).describe('Why the plan would wait for a person'),
  held: z.boolean(),
  sample: z.array(
    z.object({
      id: z.string().nullable().describe('null for somebody who would come'),
      sourcedId: z.string(),
      name: z.string(),
      school: z.string().nullable(),
      way: z.enum(['added', 'removed']),
      reason: z.string(),
    }),
  ),
}) // prettier-ignore
export type RulesPreview = z.infer<typeof rulesPreview>

export const rulesChanged = z.object({
  version: z.number(),
  task: z.string().nullable().describe('The preview that was asked for; null when the change adds and removes nobody, or one waits already'),
}) // prettier-ignore
