import { z } from 'zod'
import { districtParams, instant } from './common.ts'

/** What a search lists: screens say People, Students, Staff, Classrooms and Schools. */
const facet = z.enum(['people', 'students', 'staff', 'others', 'classes', 'schools'])
const state = z.enum(['live', 'suspended', 'archived'])
const school = z.object({ sourcedId: z.string(), name: z.string() })
const offset = z.coerce.number().int().min(0).max(100_000).default(0)

export const searchQuery = z.object({
  q: z.string().max(200).default('').describe('Name, id, e-mail or class; blank lists all'),
  facet: facet.optional(),
  removed: z.stringbool().default(false).describe('Look among removed ones instead'),
  school: z.string().max(255).optional().describe('sourcedId of a school'),
  cursor: z.string().max(40).optional().describe('That of the page before'),
  limit: z.coerce.number().int().min(1).max(50).default(50),
})

export const searchHit = z.object({
  kind: z.enum(['users', 'classes', 'orgs']),
  id: z.string(),
  sourcedId: z.string(),
  name: z.string().describe('As the person wishes to be called, where the source says so'),
  roles: z.array(z.string()),
  grades: z.array(z.string()),
  schools: z.array(school),
  state,
  byHand: z.boolean().describe('Made by hand: editable here, and no run touches it'),
  email: z.string().nullable(),
})
export type SearchHit = z.infer<typeof searchHit>

export const searchPage = z.object({
  hits: z.array(searchHit),
  counts: z.record(facet, z.number()).describe('Hits of each facet, whatever facet was asked for'),
  capped: z.boolean().describe('There are more hits than the counts say'),
  cursor: z.string().nullable().describe('For the next page; null on the last'),
  ready: z.boolean().describe('False until the roster was made searchable for the first time'),
})
export type SearchPage = z.infer<typeof searchPage>

export const recordParams = districtParams.extend({ id: z.uuid().describe('Our id of the record') })
export const recordQuery = z.object({ offset: offset.describe('Where the page of its list begins') })

const record = z.object({
  id: z.string(),
  sourcedId: z.string(),
  connectionId: z.string().nullable(),
  state,
  byHand: z.boolean(),
  createdRun: z.number(),
  updatedRun: z.number(),
  removedRun: z.number().nullable(),
  removedAt: instant.nullable(),
  removedWhy: z.string().nullable(),
  fields: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
})
const term = z.object({ title: z.string(), startDate: z.string().nullable(), endDate: z.string().nullable() })
const seat = z.object({
  enrollment: z.string(),
  role: z.string(),
  primary: z.boolean().nullable(),
  beginDate: z.string().nullable(),
  endDate: z.string().nullable(),
})

export const person = z.object({
  record,
  name: z.string(),
  roles: z.array(
    z.object({
      role: z.string(),
      primary: z.boolean(),
      school,
      beginDate: z.string().nullable(),
      endDate: z.string().nullable(),
      removedAt: instant.nullable(),
    }),
  ),
  classes: z.object({
    total: z.number(),
    rows: z.array(
      seat.extend({
        removedAt: instant.nullable(),
        class: z.object({ id: z.string().nullable(), sourcedId: z.string(), title: z.string() }),
        school,
        terms: z.array(term),
        teachers: z.array(z.string()),
      }),
    ),
  }),
})
export type PersonView = z.infer<typeof person>

export const classRoom = z.object({
  record,
  title: z.string(),
  course: z.string().nullable(),
  school,
  terms: z.array(term),
  people: z.object({
    total: z.number(),
    rows: z.array(
      seat.extend({
        person: z.object({ id: z.string().nullable(), sourcedId: z.string(), name: z.string() }),
        grades: z.array(z.string()),
      }),
    ),
  }),
})
export type ClassView = z.infer<typeof classRoom>

const counts = z.object({ students: z.number(), staff: z.number(), classes: z.number() })
export const schoolView = z.object({ record, name: z.string(), counts })
export type SchoolView = z.infer<typeof schoolView>

export const schoolPage = searchPage.extend({ hits: z.array(searchHit.extend({ counts })) })
export type SchoolPage = z.infer<typeof schoolPage>
