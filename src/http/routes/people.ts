import type { Reader } from '../../login/reader.ts'
import { readClass } from '../../store/records/class.ts'
import { readPerson } from '../../store/records/person.ts'
import { countSchools, readSchool } from '../../store/records/school.ts'
import type { HeldRecord } from '../../store/records/values.ts'
import { searchRoster, type Search } from '../../store/search/find.ts'
import { districtParams } from '../contract/common.ts'
import {
  classRoom, person, recordParams, recordQuery, schoolPage, schoolView, searchPage, searchQuery,
} from '../contract/people.ts' // prettier-ignore
import { schoolsOf } from '../present/within.ts'
import { route } from '../route.ts'

const missing = ['RECORD_UNKNOWN']
const unsearchable = ['QUERY_TOO_LONG', 'CURSOR_STALE']

export const peopleRoutes = [
  route({
    method: 'GET',
    url: '/api/districts/:district/search',
    may: 'people',
    about: 'People, classes and schools by name, id or e-mail, typing errors forgiven',
    params: districtParams,
    query: searchQuery,
    answer: searchPage,
    refuses: unsearchable,
    async handle({ read, district, reader, query }) {
      const search = searchOf(query, reader, district.key)
      const page = await read(client => searchRoster(client, district.districtId, search))
      return plain(page)
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/schools',
    may: 'people',
    about: 'Schools by name with how many study, work and are taught there',
    params: districtParams,
    query: searchQuery,
    answer: schoolPage,
    refuses: unsearchable,
    async handle({ read, district: { districtId, key }, reader, query }) {
      const search: Search = { ...searchOf(query, reader, key), facet: 'schools' }
      return await read(async client => {
        const page = plain(await searchRoster(client, districtId, search))
        const counts = await countSchools(client, districtId, page.hits.map(hit => hit.sourcedId))
        const none = { students: 0, staff: 0, classes: 0 }
        return { ...page, hits: page.hits.map(hit => ({ ...hit, counts: counts.get(hit.sourcedId) ?? none })) }
      })
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/people/:id',
    may: 'people',
    about: 'A person with roles and a page of classes',
    params: recordParams,
    query: recordQuery,
    answer: person,
    refuses: missing,
    async handle({ read, district: { districtId, key }, reader, params, query }) {
      const found = await read(client => readPerson(client, districtId, params.id, schoolsOf(reader, key), query.offset))
      const { record, name, roles, classes } = found
      return {
        record: recordOf(record),
        name,
        roles: roles.map(role => ({ ...role, removedAt: timeOf(role.removedAt) })),
        classes: {
          total: classes.total,
          rows: classes.rows.map(seat => ({ ...seat, terms: [...seat.terms], teachers: [...seat.teachers], removedAt: timeOf(seat.removedAt) })),
        },
      }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/classes/:id',
    may: 'people',
    about: 'A class with its school, course and terms, and a page of who is in it',
    params: recordParams,
    query: recordQuery,
    answer: classRoom,
    refuses: missing,
    async handle({ read, district: { districtId, key }, reader, params, query }) {
      const found = await read(client => readClass(client, districtId, params.id, schoolsOf(reader, key), query.offset))
      const rows = found.people.rows.map(seat => ({ ...seat, grades: [...seat.grades] }))
      return { ...found, record: recordOf(found.record), terms: [...found.terms], people: { ...found.people, rows } }
    },
  }),
  route({
    method: 'GET',
    url: '/api/districts/:district/schools/:id',
    may: 'people',
    about: 'A school and how many study, work and are taught there',
    params: recordParams,
    answer: schoolView,
    refuses: missing,
    async handle({ read, district: { districtId, key }, reader, params }) {
      const found = await read(client => readSchool(client, districtId, params.id, schoolsOf(reader, key)))
      return { ...found, record: recordOf(found.record) }
    },
  }),
] // prettier-ignore

type Query = { q: string; facet?: Search['facet'] | undefined; removed: boolean; school?: string | undefined; cursor?: string | undefined; limit: number } // prettier-ignore

function searchOf(query: Query, reader: Reader, district: string): Search {
  const { q, facet = null, removed, school = null, cursor = null, limit } = query
  return { typed: q, facet, removed, school, cursor, limit, within: schoolsOf(reader, district) }
}

function plain(page: Awaited<ReturnType<typeof searchRoster>>) {
  const hits = page.hits.map(hit => ({ ...hit, roles: [...hit.roles], grades: [...hit.grades], schools: [...hit.schools] }))
  return { ...page, hits }
} // prettier-ignore

function recordOf(record: HeldRecord) {
  const fields = Object.entries(record.fields).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value])
  return { ...record, removedAt: timeOf(record.removedAt), fields: Object.fromEntries(fields) as Record<string, string | boolean | string[]> } // the lists are copied, since a schema's are not readonly
} // prettier-ignore

function timeOf(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
