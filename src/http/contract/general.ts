import { z } from 'zod'
import { instant } from './common.ts'
import { place } from './setup.ts'

const name = z.string().trim().min(1).max(200)
const zone = z.string().min(1).max(100).describe('IANA name')

export const general = z.object({
  name,
  zone,
  place,
  key: z.string().describe('What addresses and commands call the district; it never changes'),
  since: instant,
  owners: z
    .array(z.object({ id: z.string(), name: z.string(), email: z.string() }))
    .describe('Whom to reach'),
})
export type General = z.infer<typeof general>

export const generalBody = z.object({ name, zone, place: place.optional() })
