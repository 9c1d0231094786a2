import type { MemberRole, Right } from './rights.ts'

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

/**
 * Whoever asks: a district's admin, the vendor's own people, a rostered teacher or student, a district's program, or a
 * guest, who came by a link to its setup.
 */
export type Reader = {
  readonly kind: 'member' | 'vendor' | 'user' | 'token' | 'guest'
  /** Of a console user, of the rostered user, or of the token. */
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly vendorRole: 'support' | 'admin' | null
  /** Of the vendor's people it is empty: they reach every district by their role. */
  readonly seats: readonly Seat[]
  /** What a token was made for, or a link; null of people, whose roles say it. */
  readonly rights: readonly Right[] | null
  /** The rostered user's own district, and whose pages they see there. */
  readonly home: { readonly districtId: string; readonly key: string; readonly name: string; readonly zone: string; readonly role: 'teacher' | 'student' } | null
  /** Whether a second factor is asked for at sign-in. */
  readonly factor: boolean
  /** Last time a password or second factor was given. */
  readonly provenAt: Date
  readonly until: Date
  readonly demo: boolean
} // prettier-ignore

/** Who did it, as runs and the audit keep it: `console:<id>`, or `token:<id>` of a program. */
export function actorOf({ kind, id }: Pick<Reader, 'kind' | 'id'>): string {
  return `${kind === 'token' ? 'token' : 'console'}:${id}`
}
