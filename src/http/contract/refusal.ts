import { z } from 'zod'

/** The body of every answer that is no success. */
export const refusal = z.object({
  error: z.object({
    code: z.string().describe('For machines; docs/errors.md lists them'),
    message: z.string().describe('For people: what cannot be done, why, and what to do'),
    reference: z.string().describe('Finds this answer in the log'),
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
})
export type Refusal = z.infer<typeof refusal>
