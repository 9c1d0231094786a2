import { z } from 'zod'
import { districtParams, instant } from './common.ts'

const token = z.string().min(20).max(100).describe('What stands behind # in the link')

export const setupLinkView = z.object({
  id: z.string(),
  email: z.string(),
  who: z.string().describe('Name of whoever sent it'),
  state: z.enum(['sent', 'opened', 'finished', 'revoked', 'expired']),
  createdAt: instant,
  expiresAt: instant,
  openedAt: instant.nullable(),
  seenAt: instant.nullable(),
})
export type SetupLinkView = z.infer<typeof setupLinkView>
export const setupLinks = z.object({ links: z.array(setupLinkView) })
export type SetupLinks = z.infer<typeof setupLinks>
export const fleetSetupLinks = z.object({
  links: z.array(
    setupLinkView.extend({
      district: z.object({ key: z.string(), name: z.string() }),
      step: z.string().nullable().describe('Where the setup is; null when it is done or not begun'),
    }),
  ),
})
export type FleetSetupLinks = z.infer<typeof fleetSetupLinks>

export const linkParams = districtParams.extend({ link: z.uuid() })
export const linkBody = z.object({ email: z.string().trim().min(3).max(254) })
export const linkMade = z.object({ id: z.string() })

export const lookBody = z.object({ token })
export const linkOpening = z.object({
  state: z
    .enum(['ready', 'here', 'elsewhere', 'expired', 'revoked', 'finished'])
    .describe('ready: a code opens it; here: this browser has opened it; elsewhere: another browser has'),
  district: z.object({ key: z.string(), name: z.string() }),
  email: z.string().describe('Masked: where the code goes'),
})
export type LinkOpening = z.infer<typeof linkOpening>
export const openBody = z.object({ token, code: z.string().trim().min(6).max(10) })
