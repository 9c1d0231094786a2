import type { MemberRole } from './rights.ts'

/** A district somebody of the console looks after, and as what. */
export type Seat = {
  readonly districtId: string
  readonly key: string
  readonly name: string
  readonly zone: string
  readonly role: MemberRole
  /** sourcedIds of the schools a school viewer sees; null for all. */
  readonly schools: readonly string[] | null
}

/** Whoever is signed in: a district's admin, the vendor's own people, or a rostered teacher or student. */
export type Reader = {
  readonly kind: 'member' | 'vendor' | 'user'
  /** Of a console user, or of the rostered user. */
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly vendorRole: 'support' | 'admin' | null
  /** Of the vendor's people it is empty: they reach every district by their role. */
  readonly seats: readonly Seat[]
  /** The rostered user's own district, and whose pages they see there. */
  readonly home: { readonly districtId: string; readonly key: string; readonly name: string; readonly zone: string; readonly role: 'teacher' | 'student' } | null
  /** Whether a second factor is asked for at sign-in. */
  readonly factor: boolean
  /** Last time a password or second factor was given. */
  readonly provenAt: Date
  readonly until: Date
  readonly demo: boolean
} // prettier-ignore
