import { z } from 'zod'
import { absences, signInOutcomes } from '../../login/sso/outcomes.ts'
import { instant } from './common.ts'

/*
 * Signing in through a provider: what is set up in a district, how sign-ins went, and why somebody cannot come in.
 */

export const outcome = z.enum(signInOutcomes)

export const signInRow = z.object({
  at: instant,
  provider: z.string().describe('classlink, clever, or the name of an identity provider'),
  outcome,
  user: z.object({ id: z.string(), name: z.string() }).nullable(),
  sourcedId: z.string().nullable().describe('As the provider said it'),
  reference: z.string().describe('What the page showed, for whoever is asked about it'),
  claims: z
    .record(z.string(), z.string())
    .nullable()
    .describe('Ids and roles that the provider said; no token'),
  absent: z.enum(absences).nullable().describe('Why the roster did not have them, where it did not'),
})
export type SignInRow = z.infer<typeof signInRow>

const given = {
  name: z.string().trim().min(1).max(100),
  issuer: z.url().max(500),
  clientId: z.string().trim().min(1).max(300),
  claim: z.string().trim().regex(/^(?!e-?mail|mail$|upn$)[\w.:/-]{1,100}$/i).describe('Claim that says who it is, such as sub or preferred_username; never an e-mail address, which its owner may change'),
  finds: z.enum(['sourcedId', 'username', 'identifier']).describe('What its value is in the roster; an e-mail address never'),
  enabled: z.boolean(),
} // prettier-ignore

export const identityProvider = z.object({
  id: z.string(),
  ...given,
  start: z.string().describe('Address at which signing in begins'),
  callback: z.string().describe('Address to register with the provider'),
  changedAt: instant,
  secret: z.object({ fingerprint: z.string(), since: instant, expiresAt: instant.nullable() }).nullable(),
})
export type IdentityProviderView = z.infer<typeof identityProvider>

export const identityBody = z.object({
  ...given,
  secret: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .optional()
    .describe('Written and never read; left out, the one there stays'),
})

const portal = z.object({
  ready: z.boolean().describe('The vendor has a client there'),
  tenantId: z
    .string()
    .nullable()
    .describe('The district there; null where it is not read through this provider'),
  start: z.string().describe('Address at which signing in begins'),
})
export type PortalView = z.infer<typeof portal>

export const signInView = z.object({
  classlink: portal,
  clever: portal,
  providers: z.array(identityProvider),
  recent: z.array(signInRow),
})
export type SignInView = z.infer<typeof signInView>

export const checkState = z.enum(['passed', 'failed', 'unknown'])
/** Why somebody can or cannot come in, question by question. */
export const signInTrace = z.object({
  person: z.object({ id: z.string(), name: z.string(), sourcedId: z.string() }),
  checks: z.array(
    z.object({
      check: z.enum(['set_up', 'received', 'not_removed', 'enabled', 'has_pages', 'linked', 'class_today', 'last_sign_in']),
      state: checkState,
      owner: z.enum(['you', 'source', 'vendor']).nullable(),
      facts: z.record(z.string(), z.string()),
    }),
  ),
  logins: z.array(z.object({ provider: z.string(), issuer: z.string(), linkedAt: instant, usedAt: instant })),
  signIns: z.array(signInRow),
}) // prettier-ignore
export type SignInTrace = z.infer<typeof signInTrace>

export const linkBody = z.object({
  back: z.string().max(500).optional().describe('Page of ours to come back to'),
})
export const linkBegun = z.object({ url: z.string().describe('Opened in this browser, within five minutes') })
export type LinkBegun = z.infer<typeof linkBegun>

/** What the sign-in page offers besides a password. */
export const waysIn = z.object({ classlink: z.boolean(), clever: z.boolean() })
export type WaysIn = z.infer<typeof waysIn>
