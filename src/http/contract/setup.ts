import { z } from 'zod'
import { day, hazard, instant } from './common.ts'

/*
 * The way from nothing to the first sync, in six steps that are saved as they are taken.
 */

export const setupStep = z.enum(['choose', 'prepare', 'connect', 'test', 'map', 'preview'])
export type SetupStep = z.infer<typeof setupStep>
export const systemName = z.enum([
  'oneroster-csv', 'clever', 'classlink', 'oneroster-rest', 'powerschool', 'infinite-campus', 'skyward', 'aeries',
  'synergy', 'google', 'microsoft', 'canvas', 'sftp', 'other',
]) // prettier-ignore
export type SystemName = z.infer<typeof systemName>

const drop = z.object({
  name: z.string().describe('As its sender calls it'),
  bytes: z.number().nullable().describe('null for a folder of the server'),
  at: instant,
})
const problem = z.object({ message: z.string(), fix: z.string() })
export const examined = z.object({
  at: instant,
  ok: z.boolean(),
  checks: z.array(
    z.object({
      check: z.string(),
      state: z.enum(['passed', 'warned', 'failed', 'waiting']),
      facts: z.record(z.string(), z.union([z.string(), z.number()])),
      problems: z.array(problem),
      waitsFor: z.string().nullable(),
    }),
  ),
  heard: z.object({
    sample: z.array(
      z.object({
        name: z.string().describe('Masked'),
        sourcedId: z.string().describe('Masked'),
        role: z.string(),
        grades: z.array(z.string()),
        school: z.string(),
        email: z.string().nullable().describe('Masked'),
      }),
    ),
    schools: z.array(
      z.object({ sourcedId: z.string(), name: z.string(), students: z.number(), staff: z.number() }),
    ),
    grades: z.array(z.object({ grade: z.string(), count: z.number() })),
    fields: z
      .array(z.object({ field: z.string(), filled: z.number(), of: z.number() }))
      .default([])
      .describe('users.email, …: in how many records of how many there is something'),
  }),
  issues: z.array(
    problem.extend({ rule: z.string(), severity: z.enum(['error', 'warning']), count: z.number() }),
  ),
})
export type ExaminedView = z.infer<typeof examined>

/** The district as ClassLink or Clever knows it, and how far it is known to be this one. */
export const sharer = z.object({
  asked: z.string().describe('As somebody typed it: the ID or the name'),
  tenantId: z.string().describe('Empty where several may be meant'),
  name: z.string().describe('Told once it is confirmed'),
  state: z
    .enum(['unseen', 'closed', 'unconfirmed', 'confirmed'])
    .describe(
      'unseen: does not share with us; closed: shares, but not now; unconfirmed: Product Support checks that it is theirs',
    ),
})
export type Sharer = z.infer<typeof sharer>

/** What stands in the row of the setup. */
export const setupAnswers = z.object({
  system: systemName.nullable().default(null),
  /** How the district calls a system that is not listed. */
  systemName: z.string().max(200).default(''),
  drop: drop.nullable().default(null),
  /** When the address of a server was given, or the tenant was named; the settings themselves are the connection's. */
  given: instant.nullable().default(null),
  tenant: sharer.nullable().default(null),
  test: examined.nullable().default(null),
  mapped: z.boolean().default(false),
  /** The first run asked for to preview, or null: runs before it are of an earlier state. */
  previewAfter: z.number().nullable().default(null),
})
export type SetupAnswers = z.infer<typeof setupAnswers>

/** How a server is asked. `oauth2` tries Basic first, and the body where that is refused. */
export const authKind = z.enum([
  'oauth2',
  'oauth2-basic',
  'oauth2-body',
  'oauth1-sha256',
  'oauth1-sha1',
  'bearer',
])
const address = z
  .string()
  .trim()
  .max(2000)
  .refine(isAddress, { message: 'must be an address that begins with https:// and holds no password' })

/** Fields of a connection to a server. What is left out stays empty; the secret is written and never read again. */
export const sourceBody = z.object({
  url: address,
  tokenUrl: address.or(z.literal('')).optional(),
  auth: authKind,
  clientId: z.string().trim().max(500).optional(),
  scopes: z.string().trim().max(2000).optional(),
  version: z.enum(['auto', '1.1', '1.2']).optional(),
  pageSize: z
    .string()
    .trim()
    .regex(/^(\d{1,5})?$/, { message: 'must be a whole number' })
    .optional(),
  tokenExtras: z.string().trim().max(1000).optional(),
  headers: z.string().trim().max(2000).optional(),
  secret: z.string().trim().max(8000).optional().describe('Left out or empty, the one that is kept goes on'),
})
/** What a district is known by outside. */
export const place = z.object({
  ncesId: z
    .string()
    .trim()
    .regex(/^(\d{7})?$/, 'must be seven digits, as NCES numbers districts')
    .describe('Of the district, as NCES numbers it'),
  state: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z]{2})?$/, 'must be two letters, such as OH')
    .describe('Postal code'),
})
/** Which district of ClassLink or Clever it is; nobody but Product Support ties a district to it. */
export const sharerBody = z.object({
  tenant: z.string().trim().min(1).max(200).describe('Its ID there, or its name'),
  place: place.optional().describe('Saved with the district, as under General'),
  contacts: z.boolean().optional().describe('Parents and guardians are read too, where they are shared'),
})
export const sharerAnswer = z.object({ tenant: sharer })
export type SharerAnswer = z.infer<typeof sharerAnswer>

export type SourceBody = z.input<typeof sourceBody>

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

const keptSecret = z.object({
  fingerprint: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
})

const counts = z.object({ create: z.number(), update: z.number(), remove: z.number() })
export const setupPreview = z.object({
  run: z.number(),
  result: z.string(),
  message: z.string().nullable(),
  plan: z.string().nullable(),
  digest: z.string().nullable(),
  status: z.string().nullable(),
  kinds: z.array(counts.extend({ kind: z.string() })),
  hazards: z.array(hazard),
  match: z
    .object({ byHand: z.number(), sure: z.number(), likely: z.number(), fresh: z.number(), conflicts: z.number() })
    .nullable(),
}) // prettier-ignore
export type SetupPreview = z.infer<typeof setupPreview>

export const setupView = z.object({
  state: z.enum(['none', 'open', 'done']).describe('done: records come, and no setup is under way'),
  step: setupStep,
  changedAt: instant.nullable(),
  who: z.string().nullable().describe('Name of whoever was here last'),
  systems: z.array(
    z.object({ system: systemName, works: z.boolean(), source: z.string().describe('What reads it') }),
  ),
  answers: setupAnswers.omit({ previewAfter: true }),
  source: z
    .object({
      name: z.string(),
      settings: z.record(z.string(), z.string()),
      secret: keptSecret.nullable().describe('Of the newest that is kept; the secret itself is never told'),
    })
    .nullable()
    .describe('null before there is a connection'),
  map: z
    .object({
      schools: z.array(z.string()).nullable().describe('sourcedIds let in; null for all'),
      fields: z.array(
        z.object({
          field: z.string().describe('users.phone, …'),
          need: z.enum(['required', 'optional', 'off']),
          class: z.enum(['public', 'personal', 'sensitive']),
          purpose: z.string(),
          on: z.boolean(),
        }),
      ),
    })
    .nullable()
    .describe('null before there is a connection'),
  previewing: z.boolean().describe('A preview is asked for or runs'),
  preview: setupPreview.nullable(),
  schedule: z.object({ time: z.string(), repeat: z.enum(['daily', 'weekly']), days: z.array(z.string()) }),
})
export type SetupView = z.infer<typeof setupView>

export const setupBody = z.object({
  step: setupStep,
  system: systemName.optional(),
  systemName: z.string().trim().max(200).optional(),
})
export const setupPathBody = z.object({ path: z.string().min(1).max(4000) })
export const mapBody = z.object({
  schools: z.array(z.string().min(1).max(255)).min(1).max(5000).nullable(),
  fields: z.record(z.string().max(100), z.boolean()),
})
export const liveBody = z.object({
  plan: z.string().min(1).max(60),
  digest: z.string().min(1).max(100),
  on: day.nullable().describe('First day of syncing; null to begin now with exactly this plan'),
  time: z.string().max(5),
  repeat: z.enum(['daily', 'weekly']),
  days: z.array(z.string().max(10)).max(7),
})
export const live = z.object({
  task: z.string().nullable(),
  on: day.nullable(),
  state: z.enum(['asked', 'waits_for_second']).describe('waits_for_second: somebody else must agree first'),
})
export type WentLive = z.infer<typeof live>

export const dropTaken = z.object({
  name: z.string(),
  bytes: z.number(),
  task: z.string().nullable().describe('Of the sync that was asked for; null when one waits already'),
})
export type DropTaken = z.infer<typeof dropTaken>
