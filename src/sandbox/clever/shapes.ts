/*
 * Records as Clever's Data API v3.1 has them (swagger-api, v3.1.yml). What is not said is left out; an id is a
 * 24-hex ObjectID, a date YYYY-MM-DD, a time ISO 8601 in UTC.
 */

export type CleverKind = 'districts' | 'schools' | 'terms' | 'courses' | 'users' | 'sections'
/** In the order in which a burst of events tells of them. */
export const kinds = ['districts', 'schools', 'terms', 'courses', 'users', 'sections'] as const

export const roleWords = ['student', 'teacher', 'staff', 'district_admin', 'contact'] as const
export type RoleWord = (typeof roleWords)[number]

type Maybe = string | undefined
type Name = { readonly first?: Maybe; readonly middle?: Maybe; readonly last?: Maybe }
type Credentials = { readonly district_username: string }
/** When somebody at Clever first saw it, and when it last was another. */
export type Dated = { created: string; last_modified: string }

export type Student = Dated & {
  readonly legacy_id: string
  readonly sis_id: string
  /** The main one. */
  readonly school: string
  readonly schools: readonly string[]
  readonly enrollments: readonly { readonly school: string; readonly start_date: string; readonly end_date: string }[]
  readonly student_number?: Maybe
  readonly state_id?: Maybe
  readonly grade?: Maybe
  readonly graduation_year?: Maybe
  /** M/D/YYYY. */
  readonly dob?: Maybe
  readonly gender?: Maybe
  readonly race?: Maybe
  readonly hispanic_ethnicity?: Maybe
  readonly credentials?: Credentials | undefined
  readonly preferred_name?: Name | undefined
  readonly home_language?: Maybe
  readonly home_language_code?: Maybe
} // prettier-ignore
export type Teacher = Dated & {
  readonly legacy_id: string
  readonly sis_id: string
  readonly district: string
  readonly school: string
  readonly schools: readonly string[]
  readonly teacher_number?: Maybe
  readonly state_id?: Maybe
  readonly credentials?: Credentials | undefined
}
export type Staff = {
  readonly legacy_id: string
  readonly staff_id: string
  readonly schools: readonly string[]
  readonly roles: readonly string[]
  readonly title?: Maybe
  readonly credentials?: Credentials | undefined
}
export type Admin = { readonly legacy_id: string; readonly title?: Maybe }
export type Contact = {
  readonly legacy_id: string
  readonly sis_id?: Maybe
  readonly phone?: Maybe
  readonly phone_type?: Maybe
  readonly student_relationships: readonly { readonly student: string; readonly relationship: string; readonly type: string }[] // prettier-ignore
}
export type Roles = {
  readonly student?: Student
  readonly teacher?: Teacher
  readonly staff?: Staff
  readonly district_admin?: Admin
  readonly contact?: Contact
}

export type User = Dated & {
  readonly id: string
  readonly district: string
  readonly name: Name
  readonly email?: Maybe
  readonly roles: Roles
}
export type School = Dated & {
  readonly id: string
  readonly district: string
  readonly name: string
  readonly sis_id: string
  readonly school_number: string
  readonly nces_id?: Maybe
  readonly low_grade?: Maybe
  readonly high_grade?: Maybe
  readonly principal?: { readonly name: string; readonly email?: Maybe } | undefined
}
export type Section = Dated & {
  readonly id: string
  readonly district: string
  readonly school: string
  readonly name: string
  readonly sis_id: string
  readonly course?: Maybe
  readonly term_id?: Maybe
  readonly section_number?: Maybe
  readonly period?: Maybe
  readonly grade?: Maybe
  readonly subject?: Maybe
  readonly teacher?: Maybe
  /** The first of them is `teacher`. */
  readonly teachers: readonly string[]
  readonly students: readonly string[]
}
export type Course = { readonly id: string; readonly district: string; readonly name?: Maybe; readonly number?: Maybe } // prettier-ignore
export type Term = { readonly id: string; readonly district: string; readonly name?: Maybe; readonly start_date?: Maybe; readonly end_date?: Maybe } // prettier-ignore
export type District = {
  readonly id: string
  readonly name: string
  readonly sis_type: string
  readonly nces_id?: Maybe
  readonly launch_date: string
  readonly portal_url: string
  readonly login_methods: readonly string[]
  readonly last_sync: string
  readonly state: string
  readonly error?: Maybe
  readonly pause_start?: Maybe
  readonly pause_end?: Maybe
  readonly district_contact?: { readonly id: string; readonly district: string; readonly name: Name; readonly email?: Maybe; readonly title: string } | undefined // prettier-ignore
}

export type CleverRecord = User | School | Section | Course | Term | District
export type Shapes = {
  districts: District
  schools: School
  terms: Term
  courses: Course
  users: User
  sections: Section
}

/** What Clever holds of a district, or an app may see of it: records by ascending id. */
export type Collections = { readonly [Kind in CleverKind]: Shelf<Shapes[Kind]> }
export type Shelf<Shape> = { readonly rows: readonly Shape[]; readonly index: ReadonlyMap<string, Shape> }

export function shelfOf<Shape extends { readonly id: string }>(rows: readonly Shape[]): Shelf<Shape> {
  return { rows, index: new Map(rows.map(row => [row.id, row])) }
}
