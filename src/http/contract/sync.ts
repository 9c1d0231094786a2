import { z } from 'zod'

export const syncBody = z.object({
  planOnly: z.boolean().default(false).describe('Only see what would change'),
})

export const refreshBody = z.object({
  sourcedId: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('Of one school, class or person, as the source has it'),
})

/** What was asked for stands in the queue; progress comes by the stream at /live. */
export const asked = z.object({
  task: z.string().nullable().describe('null when the same was asked for already and still waits'),
  message: z.string(),
})
export type Asked = z.infer<typeof asked>
