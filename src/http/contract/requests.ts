import { z } from 'zod'
import { districtParams, instant } from './common.ts'

export const requestKind = z.enum(['system', 'help', 'connection'])
export const requestBody = z.object({
  kind: requestKind,
  answers: z.object({
    system: z.string().trim().max(200).optional(),
    message: z.string().trim().max(4000).optional(),
    contact: z.string().trim().max(300).optional().describe('Who is to be reached, and how'),
    page: z.string().max(300).optional().describe('Where in the console it was asked'),
    reference: z.string().max(100).optional(),
  }),
})
export type RequestBody = z.input<typeof requestBody>

export const requestView = z.object({
  id: z.string(),
  kind: requestKind,
  answers: z.record(z.string(), z.string()),
  status: z.enum(['open', 'closed']),
  who: z.string(),
  createdAt: instant,
  answeredAt: instant.nullable(),
  answer: z.string().nullable(),
})
export type RequestView = z.infer<typeof requestView>
export const ownRequests = z.object({ requests: z.array(requestView) })
export type OwnRequests = z.infer<typeof ownRequests>
export const requestMade = z.object({ id: z.string() })

export const fleetRequests = z.object({
  open: z.number(),
  requests: z.array(requestView.extend({ district: z.object({ key: z.string(), name: z.string() }) })),
})
export type FleetRequests = z.infer<typeof fleetRequests>
export const answerParams = districtParams.extend({ request: z.uuid() })
export const answerBody = z.object({
  answer: z.string().trim().max(4000).nullable().describe('null closes it without a word'),
})
