import type { CleverKind, CleverRecord, Collections, RoleWord, Section, User } from './shapes.ts'

type Filter = 'role' | 'primary' | 'count'
/** A list at a path, and what it can be asked with beside its pages. */
type List = {
  readonly kind: CleverKind | 'resources'
  readonly filters: readonly Filter[]
  readonly roles?: readonly RoleWord[]
  readonly rows: (view: Collections, id: string) => readonly CleverRecord[]
}
/** One record at a path. */
type One = { readonly kind: CleverKind; readonly record: (view: Collections, id: string) => CleverRecord | undefined } // prettier-ignore

const everybody: readonly RoleWord[] = ['contact', 'district_admin', 'staff', 'student', 'teacher']
const seated: readonly RoleWord[] = ['student', 'teacher']

const top = (kind: CleverKind, filters: readonly Filter[], roles?: readonly RoleWord[]): List => ({
  kind, filters, rows: view => view[kind].rows, ...(roles && { roles }),
}) // prettier-ignore
const sections = (keep: (section: Section, id: string) => boolean): List => ({
  kind: 'sections', filters: [], rows: (view, id) => view.sections.rows.filter(one => keep(one, id)),
}) // prettier-ignore
const users = (find: (view: Collections, id: string) => (user: User) => boolean, filters: readonly Filter[] = [], roles?: readonly RoleWord[]): List => ({
  kind: 'users', filters, rows: (view, id) => view.users.rows.filter(find(view, id)), ...(roles && { roles }),
}) // prettier-ignore
/** What sections that are kept name in one of their fields. */
const named = (kind: 'schools' | 'courses' | 'terms', field: 'school' | 'course' | 'term_id', keep: (section: Section, id: string) => boolean): List => ({
  kind, filters: [], rows: (view, id) => {
    const ids = new Set(view.sections.rows.filter(one => keep(one, id)).map(one => one[field]))
    return view[kind].rows.filter(one => ids.has(one.id))
  },
}) // prettier-ignore
const resources: List = { kind: 'resources', filters: [], rows: () => [] }

const ofSchool = ({ school }: Section, id: string) => school === id
const ofCourse = ({ course }: Section, id: string) => course === id
const ofTerm = ({ term_id }: Section, id: string) => term_id === id
const ofUser = ({ students, teachers }: Section, id: string) => students.includes(id) || teachers.includes(id)
const taughtBy = (view: Collections, id: string) => view.sections.rows.filter(({ teachers }) => teachers.includes(id)) // prettier-ignore
const attendedBy = (view: Collections, id: string) => view.sections.rows.filter(({ students }) => students.includes(id)) // prettier-ignore

export const schoolsOf = ({ roles: { student, teacher, staff } }: User): string[] => [
  ...new Set([...(student?.schools ?? []), ...(teacher?.schools ?? []), ...(staff?.schools ?? [])]),
]
const mainOf = ({ roles: { student, teacher } }: User) => [student?.school, teacher?.school]

/** Lists by their paths, `:id` for the record that they hang on. */
export const lists: Readonly<Record<string, List>> = {
  districts: top('districts', ['count']),
  schools: top('schools', ['count']),
  users: top('users', ['count', 'role'], everybody),
  sections: top('sections', ['count']),
  courses: top('courses', ['count']),
  terms: top('terms', ['count']),
  resources,
  'schools/:id/courses': named('courses', 'course', ofSchool),
  'schools/:id/terms': named('terms', 'term_id', ofSchool),
  'schools/:id/sections': sections(ofSchool),
  'schools/:id/users': users((_, id) => user => schoolsOf(user).includes(id), ['role', 'primary'], ['staff', ...seated]), // prettier-ignore
  'users/:id/mycontacts': users((_, id) => ({ roles }) => roles.contact?.student_relationships.some(({ student }) => student === id) === true), // prettier-ignore
  'users/:id/mystudents': users((view, id) => {
    const own = view.users.index.get(id)?.roles.contact?.student_relationships.map(({ student }) => student)
    const ids = new Set([...taughtBy(view, id).flatMap(({ students }) => students), ...(own ?? [])])
    return user => ids.has(user.id)
  }),
  'users/:id/myteachers': users((view, id) => {
    const ids = new Set(attendedBy(view, id).flatMap(({ teachers }) => teachers))
    return user => ids.has(user.id)
  }),
  'users/:id/resources': resources,
  'users/:id/schools': {
    kind: 'schools',
    filters: ['primary'],
    rows: (view, id) => {
      const user = view.users.index.get(id)
      const ids = user === undefined ? [] : schoolsOf(user)
      return view.schools.rows.filter(school => ids.includes(school.id))
    },
  },
  'users/:id/sections': sections(ofUser),
  'sections/:id/resources': resources,
  'sections/:id/users': users((view, id) => {
    const section = view.sections.index.get(id)
    const ids = new Set([...(section?.students ?? []), ...(section?.teachers ?? [])])
    return user => ids.has(user.id)
  }, ['role'], seated), // prettier-ignore
  'courses/:id/resources': resources,
  'courses/:id/schools': named('schools', 'school', ofCourse),
  'courses/:id/sections': sections(ofCourse),
  'terms/:id/schools': named('schools', 'school', ofTerm),
  'terms/:id/sections': sections(ofTerm),
}

const own = (kind: CleverKind): One => ({ kind, record: (view, id) => view[kind].index.get(id) })
const district: One = { kind: 'districts', record: view => view.districts.rows[0] }
const ofSection = (kind: 'courses' | 'schools' | 'terms', field: 'course' | 'school' | 'term_id'): One => ({
  kind,
  record: (view, id) => view[kind].index.get(view.sections.index.get(id)?.[field] ?? ''),
})

/** Single records by their paths. */
export const singles: Readonly<Record<string, One>> = {
  'districts/:id': own('districts'),
  'schools/:id': own('schools'),
  'schools/:id/district': district,
  'users/:id': own('users'),
  'users/:id/district': district,
  'sections/:id': own('sections'),
  'sections/:id/course': ofSection('courses', 'course'),
  'sections/:id/district': district,
  'sections/:id/school': ofSection('schools', 'school'),
  'sections/:id/term': ofSection('terms', 'term_id'),
  'courses/:id': own('courses'),
  'courses/:id/district': district,
  'terms/:id': own('terms'),
  'terms/:id/district': district,
}

/** By somebody's role, and by the main school, as the query has it; ids are of the path. */
export function filtered(
  rows: readonly CleverRecord[],
  view: Collections,
  id: string,
  asked: { role: string | null; primary: boolean },
): readonly CleverRecord[] {
  // prettier-ignore
  const { role, primary } = asked
  const parent = view.users.index.get(id)
  const isMain = (one: CleverRecord) =>
    'roles' in one ? mainOf(one).includes(id) : parent === undefined || mainOf(parent).includes(one.id)
  const inRole = (one: CleverRecord) => role === null || ('roles' in one && role in one.roles)
  return role === null && !primary ? rows : rows.filter(one => inRole(one) && (!primary || isMain(one)))
}
