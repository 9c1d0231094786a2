import { z } from 'zod'
import { isSecretName, secretNames } from '../../sources/outside.ts'
import { districtParams, instant } from './common.ts'

/** What is kept for a district: what its source wants, and a secret for each provider its people sign in with. */
const secretName = z.union([z.enum(secretNames), z.string().refine(isSecretName)])
export const secretParams = districtParams.extend({ name: secretName })
export const secretChoice = z.object({
  version: z.coerce.number().int().min(1).optional().describe('This one alone; left out, all of the name'),
})

export const secretBody = z.object({
  value: z.string().min(1).max(4096).describe('Taken and never given back'),
  expiresAt: instant.nullable().default(null).describe('When it ends at the provider, if that is known'),
})

export const secretLine = z.object({
  name: z.string(),
  version: z.int(),
  fingerprint: z.string().describe('Eight digits; the same for the same value in one district'),
  who: z.string().describe('Name of who gave it'),
  createdAt: instant,
  ageDays: z.int(),
  expiresAt: instant.nullable(),
  retiredAt: instant.nullable(),
  state: z.enum(['active', 'expired', 'retired']),
})
export type SecretLine = z.infer<typeof secretLine>
export const secretList = z.object({ secrets: z.array(secretLine) })
export type SecretList = z.infer<typeof secretList>
