import { z } from 'zod'
import { hazard, headline, instant } from './common.ts'

/** All districts at once. Counts and names of districts and schools only: nobody of a roster is named. */
export const fleet = z.object({
  people: z.number(),
  tally: z.array(z.object({ state: z.string(), tone: z.string(), count: z.number() })),
  fresh: z
    .object({ of: z.number(), count: z.number() })
    .describe('Districts that sync, and those up to date'),
  districts: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      headline,
      system: z.string().nullable(),
      step: z.string().nullable().describe('Of a setup that is under way'),
      lastGoodSync: instant.nullable(),
      nextSync: instant.nullable(),
      people: z.number(),
      classes: z.number(),
      holds: z.number(),
      issues: z.number(),
      version: z.number().describe('Of the roster'),
    }),
  ),
})
export type Fleet = z.infer<typeof fleet>

export const fleetHolds = z.object({
  holds: z.array(
    z.object({
      district: z.object({ key: z.string(), name: z.string(), zone: z.string() }),
      plan: z.string(),
      run: z.number(),
      since: instant,
      reasons: z.array(hazard),
      told: z.array(z.object({ name: z.string(), at: instant.nullable().describe('null while the mail waits'), nudged: z.boolean() })),
    }),
  ),
}) // prettier-ignore
export type FleetHolds = z.infer<typeof fleetHolds>
export const nudged = z.object({
  mails: z.number().describe('0 when it was done today, or nobody is there to be told'),
})
export type Nudged = z.infer<typeof nudged>

const named = z.object({ key: z.string(), name: z.string() })
export const fleetSharers = z.object({
  sharers: z.array(
    z.object({
      tenantId: z.string().describe('Its ID at the provider'),
      name: z.string(),
      ncesId: z.string(),
      state: z.string().describe('Postal code'),
      launchDate: z.string().describe('YYYY-MM-DD; empty where there is none'),
      closed: z.string().nullable().describe('Why nothing may be read now'),
      tied: named.nullable().describe('The district of ours that reads from it'),
      fits: z
        .array(
          z.object({
            district: named,
            certainty: z.enum(['sure', 'likely', 'unsure']),
            evidence: z.array(z.enum(['nces', 'name', 'state', 'name_differs'])),
            asks: z.boolean().describe('Its setup under way is for this provider'),
            source: z.string().nullable().describe('What it reads from now'),
          }),
        )
        .describe('Districts of ours that it may be, the surest first; a person says which'),
    }),
  ),
})
export type FleetSharers = z.infer<typeof fleetSharers>

export const newDistrict = z.object({
  key: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens, at most 63'),
  name: z.string().trim().min(1).max(200),
  zone: z.string().min(1).max(60),
  email: z.email(),
  owner: z.string().trim().max(200),
})
export const districtAdded = z.object({ key: z.string() })
