import { z } from 'zod'
import { instant } from './common.ts'

const filters = {
  actor: z.string().max(200).optional(),
  action: z.string().max(80).optional().describe('A category such as team, or team.invite'),
  since: instant.optional(),
  until: instant.optional(),
}
export const activityQuery = z.object({
  ...filters,
  before: z.coerce.number().int().positive().optional().describe('The next of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const activityFilter = z.object(filters)

export const deed = z.object({
  seq: z.number(),
  at: instant,
  actor: z.string().describe('console:<id>, user:<id>, schedule, or an account at the command line'),
  actorName: z.string(),
  actorKind: z.enum(['member', 'vendor', 'user', 'token', 'guest', 'system']),
  action: z.string().describe('category.operation'),
  target: z.string().nullable(),
  targetName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export type DeedView = z.infer<typeof deed>

export const activity = z.object({
  rows: z.array(deed),
  next: z.number().nullable(),
  actors: z.array(z.object({ actor: z.string(), name: z.string() })),
  actions: z.array(z.string()),
})
export type Activity = z.infer<typeof activity>

export const chainCheck = z.object({
  rows: z.number(),
  head: z
    .string()
    .nullable()
    .describe('Hash of the last row: kept elsewhere, it shows when the end is cut off'),
  broken: z.number().nullable().describe('First row that is not what it was'),
  checkedAt: instant,
})
export type ActivityCheck = z.infer<typeof chainCheck>
