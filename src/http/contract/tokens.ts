import { z } from 'zod'
import { tokenRights } from '../../login/api-tokens.ts'
import { districtParams, instant } from './common.ts'

export const tokenRight = z.enum(tokenRights)
export const tokenParams = districtParams.extend({ token: z.uuid() })

export const tokenBody = z.object({
  name: z.string().trim().min(1).max(80),
  rights: z
    .array(tokenRight)
    .min(1)
    .max(tokenRights.length)
    .transform(rights => [...new Set(rights)]),
  days: z.int().min(1).max(365).describe('Days until it ends by itself'),
})

export const tokenView = z.object({
  id: z.string(),
  name: z.string(),
  rights: z.array(tokenRight),
  madeBy: z.string().describe('Name of who made it'),
  madeAt: instant,
  expiresAt: instant,
  usedAt: instant.nullable().describe('To the hour; null while nobody used it'),
  revokedAt: instant.nullable(),
  state: z.enum(['open', 'expired', 'revoked']),
})
export type TokenView = z.infer<typeof tokenView>

export const tokenList = z.object({ tokens: z.array(tokenView) })
export type TokenList = z.infer<typeof tokenList>

export const tokenMade = z.object({
  id: z.string(),
  token: z.string().describe('Shown this once: Authorization: Bearer <token>'),
  expiresAt: instant,
})
export type TokenMade = z.infer<typeof tokenMade>
