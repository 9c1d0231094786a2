import type { Crowd } from '../pages.ts'
import type { Seat } from '../seat.ts'
import { sisIds } from './sharing.ts'
import type { RoleWord, User } from './shapes.ts'

/** Somebody who can sign in at Clever, as who they are there. */
export type Person = { readonly seat: Seat; readonly id: string }

const shown = 6
/** Contacts have no sign-in. */
const headings = { student: 'Students', teacher: 'Teachers', staff: 'Staff', district_admin: 'District administrators' } as const // prettier-ignore
type LoginRole = keyof typeof headings
const loginRoles = Object.keys(headings) as LoginRole[] // its own keys

const everybody = ({ clever }: Seat): readonly User[] => clever.ledger.collections().users.rows

/** A few of a role, by ascending id. */
export function samplesOf(users: readonly User[], role: RoleWord, most: number): readonly User[] {
  return users.filter(({ roles }) => roles[role] !== undefined).slice(0, most)
}

/** Some people of each district, for a page on which one chooses who one is. */
export function crowdsOf(seats: readonly Seat[]): Crowd[] {
  return seats.map(seat => {
    const id = seat.clever.ledger.ids.district
    const choice = (user: User) => ({ value: `${id}:${sisIds(user)[0] ?? user.id}`, name: fullName(user), sourcedId: sisIds(user)[0] ?? user.id }) // prettier-ignore
    const parts = loginRoles.map(role => [headings[role], samplesOf(everybody(seat), role, shown).map(choice)] as const) // prettier-ignore
    return { heading: `${seat.district.name}, district ${id}`, parts }
  })
}

export function fullName({ name }: User): string {
  return [name.first, name.last].filter(Boolean).join(' ')
}

/** `<district id>:<id>`, or an id alone: the district's own, or Clever's. null for nobody who can sign in. */
export function findPerson(seats: readonly Seat[], text: string): Person | null {
  const [district = '', own] = text.includes(':') ? text.split(/:(.*)/s) : ['', text]
  for (const seat of seats) {
    if (district !== '' && seat.clever.ledger.ids.district !== district) continue
    const user = everybody(seat).find(one => roleOf(one) !== null && (one.id === own || sisIds(one).includes(own ?? ''))) // prettier-ignore
    if (user !== undefined) return { seat, id: user.id }
  }
  return null
}

/** Who somebody is to the app: null for who is not shared with it any more. */
export function sharedUser({ seat, id }: Person): User | null {
  return (seat.clever.connected && seat.clever.view().users.index.get(id)) || null
}

/** The role that somebody signs in with, who may have several; null for who has no sign-in. */
export function roleOf({ roles }: User): LoginRole | null {
  return loginRoles.toSpliced(0, 2, 'teacher', 'student').find(role => roles[role] !== undefined) ?? null
}

/** What older versions called the user. */
export function legacyId(user: User): string {
  const role = roleOf(user)
  return (role !== null && user.roles[role]?.legacy_id) || user.id
}

/** /me, as documented; `version` is null for the address without one, which has the older form. */
export function tellMe(user: User, version: string | null, { switches }: Seat): object {
  const role = roleOf(user) ?? 'user'
  const type = version === null || switches.has('meRole') ? role : 'user'
  const id = version === null ? legacyId(user) : user.id
  const library = switches.has('libraryTokens')
  const canonical = version === null ? `/v1.2/${role}s/${id}` : `/v${version}/users/${id}`
  const district = version === null ? `/v1.2/districts/${user.district}` : `/v${version}/districts/${user.district}` // prettier-ignore
  return {
    type,
    data: {
      id,
      ...(!library && { district: user.district }),
      type,
      authorized_by: library ? 'teacher' : 'district',
    },
    links: [
      { rel: 'self', uri: '/me' },
      { rel: 'canonical', uri: canonical },
      ...(library ? [] : [{ rel: 'district', uri: district }]),
    ],
  }
}

/** /userinfo: of several roles that of this sign-in. An address is in it unless there is none. */
export function tellSignIn(user: User): object {
  const { first = '', middle = '', last = '' } = user.name
  return {
    sub: user.id,
    user_id: legacyId(user),
    multi_role_user_id: user.id,
    user_type: roleOf(user),
    district_id: user.district,
    district: user.district,
    ...(user.email && { email: user.email }),
    name: { first, last, middle },
    schools: [],
    given_name: first,
    family_name: last,
    email_verified: false,
    authorized_by: 'district',
  }
}

/** What an id_token says of somebody beside who issued it to whom. */
export function claimsOf(user: User): object {
  const { first = '', last = '' } = user.name
  return {
    sub: user.id,
    user_id: legacyId(user),
    multi_role_user_id: user.id,
    user_type: roleOf(user),
    district: user.district,
    ...(user.email && { email: user.email }),
    given_name: first,
    family_name: last,
  }
}
