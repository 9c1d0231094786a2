import { restServer, type Asked, type Play, type RestServer, type Said } from './rest-server.ts'

/*
 * A small Clever of the tests' own, apart from the sandbox, made by hand after the pages of its Data API: a district of
 * two schools of which one is shared, with a co-teacher, a student of two schools, and a section that has no course,
 * term, grade or subject.
 */

type Item = { readonly id: string; readonly [field: string]: unknown }
export type CleverData = {
  readonly district: Item
  readonly lists: { readonly [path: string]: readonly Item[] }
}

const id = (part: string) => part.padStart(24, '0')
export const ids = {
  district: id('d1'), school: id('a1'), unshared: id('a2'), term: id('e1'), course: id('c1'), ann: id('b1'), bob: id('b2'), cay: id('b3'),
  dee: id('b4'), eve: id('b5'), stranger: id('bf'), algebra: id('f1'), plain: id('f2'),
} as const // prettier-ignore

const created = '2026-07-01T00:00:00.000Z'
const times = { district: ids.district, created, last_modified: '2026-08-20T03:11:05.412Z' }

export const people: readonly Item[] = [
  {
    id: ids.ann, ...times, email: 'ann@lincoln.example', name: { first: 'Ann', middle: '', last: 'Tran' },
    roles: {
      teacher: { legacy_id: id('1b1'), sis_id: 'T77', teacher_number: '77', school: ids.school, schools: [ids.school], credentials: { district_username: 'atran' } },
      staff: { legacy_id: id('2b1'), staff_id: 'S77', schools: [ids.school], roles: ['SchoolTechLead'] },
    },
  },
  { id: ids.bob, ...times, name: { first: 'Bob', last: 'Ortiz' }, roles: { teacher: { sis_id: 'T78', school: ids.school, schools: [ids.school] } } },
  {
    id: ids.cay, ...times, name: { first: 'Cay', middle: 'M', last: 'Lee' }, email: 'not-an-actual-email',
    roles: { student: { sis_id: '100', student_number: '100', state_id: 'CA-100', school: ids.school, schools: [ids.unshared, ids.school], grade: 'Kindergarten', dob: '8/31/2020', gender: 'F', race: 'Asian', hispanic_ethnicity: 'N', preferred_name: { first: 'Kay' } } },
  },
  { id: ids.dee, ...times, name: { first: 'Dee', last: 'Ng' }, email: null, roles: { student: { sis_id: '101', school: ids.school, schools: [ids.school], grade: '7' } } },
  { id: ids.eve, ...times, name: { first: 'Eve', last: 'Roy' }, roles: { district_admin: { legacy_id: id('3b5'), title: 'Superintendent' } } },
] // prettier-ignore

export const cleverData: CleverData = {
  district: { id: ids.district, name: 'Lincoln USD', state: 'running', last_sync: '2026-11-24T08:00:00.000Z', nces_id: '0600001' },
  lists: {
    schools: [{ id: ids.school, ...times, name: 'Roosevelt', sis_id: '12', school_number: '12' }],
    terms: [{ id: ids.term, district: ids.district, name: 'Fall', start_date: '2026-08-20', end_date: '2026-12-18' }],
    courses: [{ id: ids.course, district: ids.district, name: 'Algebra', number: 'ALG' }],
    users: people,
    sections: [
      {
        id: ids.algebra, ...times, school: ids.school, course: ids.course, term_id: ids.term, name: 'Algebra - Tran - 3', sis_id: 'x1', section_number: '3',
        period: '3', grade: '7', subject: 'math', teacher: ids.ann, teachers: [ids.ann, ids.bob], students: [ids.cay, ids.dee, ids.stranger],
      },
      { id: ids.plain, ...times, school: ids.school, name: 'Homeroom 2', sis_id: 'x2', teachers: [ids.bob], students: [ids.dee], subject: '', grade: null },
    ],
  },
} // prettier-ignore

export const tokenOf = (token: string) => ({
  id: id('99'), created: '2026-02-24T22:24:55.985Z', owner: { type: 'district', id: ids.district }, access_token: token, scopes: ['read:users'],
}) // prettier-ignore

/** Serves until the test ends; what `play` leaves (null) is answered as Clever would. */
export async function cleverServer(
  play: Play = () => null,
  data: CleverData = cleverData,
): Promise<RestServer> {
  return await restServer({}, asked => play(asked) ?? clever(asked, data))
}

/** As Clever answers: ascending ids, `next` on the same host without it, 404 for what is not shared. */
export function clever({ path, query, headers }: Asked, { district, lists }: CleverData): Said {
  if (path === '/oauth/tokens')
    return headers.authorization === `Basic ${Buffer.from('our-app:s3cret').toString('base64')}` ? { body: { data: [tokenOf('7f76')], links: [] } } : { status: 401, body: { error: 'invalid_client' } }
  if (headers.authorization !== 'Bearer 7f76') return { status: 401, body: { code: 101, error: 'Unrecognized token string', data: {} } }
  const [, version = '', list = '', one] = path.split('/')
  if (version !== 'v3.1') return { status: 404, body: '<html>no such page</html>' }
  if (list === 'districts') return one === district.id ? { body: { data: district, links: [] } } : { status: 404, body: { error: 'Resource not found' } }
  const limit = Number(query.get('limit') ?? 100)
  if (limit > 10_000) return { status: 413, body: { message: 'limit is too large' } }
  const role = query.get('role')
  const all = [...(lists[list] ?? [])]
    .filter(({ roles }) => role === null || (typeof roles === 'object' && roles !== null && role in roles))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .filter(item => item.id > (query.get('starting_after') ?? ''))
  const page = all.slice(0, limit)
  query.set('starting_after', page.at(-1)?.id ?? '')
  const next = all.length > limit ? [{ rel: 'next', uri: `${path}?${query.toString()}` }] : []
  return { body: { data: page.map(item => ({ data: item, uri: `/v3.1/${list}/${item.id}` })), links: [{ rel: 'self', uri: path }, ...next] } }
} // prettier-ignore
