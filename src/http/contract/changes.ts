import { z } from 'zod'
import { recordKind } from './runs.ts'

export const deed = z.enum(['added', 'removed', 'changed', 'moved_up', 'archived', 'back', 'erased'])
export type DeedWord = z.infer<typeof deed>

export const changesQuery = z.object({
  kind: recordKind.optional(),
  op: deed.optional(),
  school: z.string().max(255).optional().describe('sourcedId'),
  reason: z.string().max(30).optional(),
  ran: z.stringbool().optional().describe('Only what was carried out, or only what was left out'),
  words: z.string().max(200).optional().describe('Part of a name or title, or a whole sourcedId'),
  after: z.string().regex(/^(plan|feed)-\d{1,15}$/).optional().describe('That of the page before'),
}) // prettier-ignore

const shape = z.enum(['text', 'grades', 'boolean', 'date', 'name'])
export const changeRow = z.object({
  key: z.string(),
  kind: recordKind,
  deed,
  id: z.string().nullable().describe('Ours, where the roster has or had it'),
  sourcedId: z.string(),
  formerId: z.string().nullable().describe('The sourcedId it had before'),
  name: z.string().describe('As people know it: a person, a class, a school'),
  about: z.object({
    role: z.string().nullable(),
    grades: z.array(z.string()),
    school: z.object({ sourcedId: z.string(), name: z.string() }).nullable(),
    class: z.string().nullable(),
  }),
  fields: z.array(
    z.object({ field: z.string(), shape, before: z.array(z.string()), after: z.array(z.string()) }),
  ),
  reason: z.string(),
  reasonWords: z.string(),
  hazards: z.array(z.string()),
  ran: z.boolean().describe('Carried out, and not only planned'),
})
export type ChangeRow = z.infer<typeof changeRow>

export const changePage = z.object({
  rows: z.array(changeRow),
  after: z.string().nullable().describe('Goes on there; a page may be short, or empty, and not be the last'),
  total: z.number().describe('All changes of the run, whatever the filter'),
  first: z.array(recordKind).describe('Kinds that would come for the first time: the export lists them'),
})
export type ChangePage = z.infer<typeof changePage>
