import { z } from 'zod'
import { districtParams, instant } from './common.ts'

export const memberRole = z.enum(['owner', 'manager', 'viewer', 'helpdesk', 'privacy'])
const schools = z
  .array(z.string().min(1).max(255))
  .max(500)
  .nullable()
  .describe('sourcedIds a viewer is kept to; null for all')

export const memberParams = districtParams.extend({ member: z.uuid() })
export const inviteBody = z.object({
  email: z.string().trim().min(3).max(254),
  name: z.string().trim().max(200),
  role: memberRole,
  schools: schools.default(null),
})
export const roleBody = z.object({ role: memberRole, schools: schools.default(null) })

export const member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: memberRole,
  schools: z.array(z.string()).nullable(),
  invitedAt: instant,
  seenAt: instant.nullable().describe('Last sign-in; null while the invitation waits'),
  factor: z.boolean().nullable().describe('Has a second factor; null while the invitation waits'),
  you: z.boolean(),
  lastOwner: z.boolean().describe('Cannot be removed or become anything else'),
})
export type MemberView = z.infer<typeof member>

export const team = z.object({
  members: z.array(member),
  roles: z.array(z.object({ role: memberRole, rights: z.array(z.string()) })),
})
export type Team = z.infer<typeof team>

export const invited = z.object({ id: z.string() })
