import { z } from 'zod'
import { instant } from './common.ts'

const email = z.string().trim().min(3).max(254)
const password = z.string().min(1).max(1_000)
const token = z.string().min(20).max(100).describe('What stands behind # in the link')
const code = z.string().min(6).max(40).describe('Six digits, or a recovery code')

/** Whoever is signed in, and where they may do what. */
export const session = z.object({
  who: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    initial: z.string().describe('First letter of the name, for the corner at the top right'),
    kind: z.enum(['member', 'vendor', 'teacher', 'student', 'guest']).describe('guest: came by a link to the setup'),
    role: z.string().nullable().describe('Of the vendor’s people: support or admin'),
    locale: z.string(),
    factor: z.boolean().describe('A second factor is asked for at sign-in, and to confirm who it is'),
    factorDue: z.boolean().describe('Nothing else answers until one is set up'),
  }),
  districts: z
    .array(
      z.object({
        key: z.string(),
        name: z.string(),
        zone: z.string(),
        role: z.string().describe('owner, manager, viewer, helpdesk, privacy, teacher or student'),
        rights: z.array(z.string()),
      }),
    )
    .describe('Of the vendor’s people none: they reach every district'),
  rights: z.array(z.string()).describe('What the vendor’s people may do in every district'),
  vendor: z.object({ name: z.string() }),
  demo: z.boolean(),
  provenAt: instant.describe('Last password or code; what cannot be taken back asks for one of the last 15 minutes'),
  until: instant.describe('When it ends if nothing is asked for until then'),
}) // prettier-ignore
export type Session = z.infer<typeof session>

export const factorNeeded = z.object({
  secondFactor: z.literal('totp'),
  ticket: z.string().describe('Goes with the code to /api/session/second-factor within 5 minutes'),
})
export type FactorNeeded = z.infer<typeof factorNeeded>

export const done = z.object({ done: z.literal(true) })

export const signInBody = z.object({ email, password })
export const factorBody = z.object({ ticket: token, code })
export const proofBody = z.union([z.object({ password }), z.object({ code })])
export const forgotBody = z.object({ email })
export const resetBody = z.object({ token, password })
export const inviteLookBody = z.object({ token })
export const acceptBody = z.object({
  token,
  name: z.string().trim().min(1).max(200),
  password,
  email: email.optional().describe('Only of the first owner of all, whose address nobody knows'),
})
export const meBody = z.object({ locale: z.enum(['en-US', 'es-US']) })

/** What an invitation says to whoever opens it. */
export const inviteView = z.object({
  email: z.string().nullable().describe('null: ask for it'),
  name: z.string(),
  districts: z.array(z.string()),
  vendor: z.boolean().describe('To the vendor’s own people'),
})
export type InviteView = z.infer<typeof inviteView>

export const factorState = z.object({ on: z.boolean(), recoveryLeft: z.number() })
export const factorBegun = z.object({
  secret: z.string(),
  uri: z.string().describe('otpauth://, for a QR code'),
})
export const factorConfirmed = z.object({ recovery: z.array(z.string()).describe('Shown this once') })
export const factorCode = z.object({ code })
export type FactorState = z.infer<typeof factorState>
export type FactorBegun = z.infer<typeof factorBegun>
export type FactorConfirmed = z.infer<typeof factorConfirmed>

export const demoPeople = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), about: z.string() })),
})
export type DemoPeople = z.infer<typeof demoPeople>
export const demoBody = z.object({ id: z.string().min(1).max(200) })
