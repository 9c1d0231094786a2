import { z } from 'zod'
import { districtParams, instant } from './common.ts'

const guide = z.string().regex(/^[a-z][a-z-]{0,59}$/)
export const guideParams = districtParams.extend({ guide })
export const feedbackBody = z.object({
  helpful: z.boolean(),
  comment: z.string().trim().max(2000).nullable(),
})

export const fleetFeedback = z.object({
  guides: z.array(z.object({ guide: z.string(), yes: z.number(), no: z.number() })),
  comments: z.array(
    z.object({
      guide: z.string(),
      helpful: z.boolean(),
      comment: z.string().nullable(),
      at: instant,
      district: z.object({ key: z.string(), name: z.string() }),
    }),
  ),
})
export type FleetFeedback = z.infer<typeof fleetFeedback>
