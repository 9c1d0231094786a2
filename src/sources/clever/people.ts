import { isRecord, readText, type Record } from '../oneroster-rest/columns.ts'
import { gradeOf } from './words.ts'

/*
 * One user of Clever has an object of roles: a teacher who also works in the office is one person with two. What the
 * roles say of the person is taken from the first of them that says it, students first, for nobody else becomes one.
 */

export const userNames = [
  'sourcedId', 'status', 'dateLastModified', 'enabledUser', 'username', 'givenName', 'familyName', 'middleName',
  'identifier', 'userMasterIdentifier', 'email', 'grades', 'preferredGivenName', 'preferredMiddleName', 'preferredFamilyName',
  'primaryOrgSourcedId',
] as const // prettier-ignore

/** Lists of `/users`, each with who is in it; a person with several roles is in several. */
export const roleLists = ['student', 'teacher', 'staff', 'district_admin'] as const
/** Parents and guardians, which an app has to be let see, and to ask for. */
export const contactList = 'contact'

const inOrder = [...roleLists, contactList] as const

/** What a role of Clever's is called in OneRoster. "Staff" are those whom schools let administer. */
const roleWords: { readonly [word in (typeof inOrder)[number]]: string } = {
  student: 'student',
  teacher: 'teacher',
  staff: 'siteAdministrator',
  district_admin: 'districtAdministrator',
  contact: 'guardian',
}

type Part = { readonly word: (typeof inOrder)[number]; readonly said: Record }

function partsOf({ roles }: Record): Part[] {
  const parts: Part[] = []
  if (!isRecord(roles)) return parts
  for (const word of inOrder) {
    const said = roles[word]
    if (isRecord(said)) parts.push({ word, said })
  }
  return parts
}

/** Somebody's parent or guardian, and nothing else here. */
export function isContact(user: Record): boolean {
  const parts = partsOf(user)
  return parts.length > 0 && parts.every(({ word }) => word === contactList)
}

/** The first text that one of the roles has under one of these names. */
function firstOf(parts: readonly Part[], ...names: readonly string[]): string {
  for (const name of names)
    for (const { said } of parts) {
      const text = readText(said[name]).trim()
      if (text !== '') return text
    }
  return ''
}

export function userCells(user: Record, isShared: (school: string) => boolean): string[] {
  const parts = partsOf(user)
  const student = parts.find(({ word }) => word === 'student')?.said
  const name = isContact(user) ? parted(named(user.name)) : named(user.name)
  const school = firstOf(parts, 'school')
  const wished = named(student?.preferred_name)
  const email = readText(user.email).trim() || firstOf(parts, 'email')
  return [
    readText(user.id), 'active', readText(user.last_modified), 'true', usernameOf(parts), name.first, name.last, name.middle,
    firstOf(parts, 'sis_id', 'staff_id'), firstOf(parts, 'state_id'), email, gradeOf(readText(student?.grade)),
    wished.first, wished.middle, wished.last, isShared(school) ? school : '',
  ] // prettier-ignore
}

type Name = { readonly first: string; readonly middle: string; readonly last: string }

function named(name: unknown): Name {
  const said: Record = isRecord(name) ? name : {}
  return {
    first: readText(said.first).trim(),
    middle: readText(said.middle).trim(),
    last: readText(said.last).trim(),
  }
}

/** The whole name of a contact stands in `last`; OneRoster wants two, and the last word is the family's mostly. */
function parted(name: Name): Name {
  const at = name.last.lastIndexOf(' ')
  if (name.first !== '' || at < 0) return name
  return { ...name, first: name.last.slice(0, at).trim(), last: name.last.slice(at + 1) }
}

function usernameOf(parts: readonly Part[]): string {
  for (const { said } of parts) {
    const { credentials } = said
    const text = isRecord(credentials) ? readText(credentials.district_username).trim() : ''
    if (text !== '') return text
  }
  return ''
}

/** What is told besides where contacts are asked for: how a contact is called, and who the contacts of a student are. */
export const kinNames = ['phone', 'agentSourcedIds'] as const

export function kinCells(user: Record, contactsOf: ReadonlyMap<string, readonly string[]>): string[] {
  return [firstOf(partsOf(user), 'phone'), (contactsOf.get(readText(user.id)) ?? []).join(',')]
}

/** Students whose contact somebody is. */
export function wardsOf(user: Record): string[] {
  const relations = partsOf(user).find(({ word }) => word === contactList)?.said.student_relationships
  const wards = Array.isArray(relations) ? relations.filter(isRecord) : []
  return [...new Set(wards.map(({ student }) => readText(student).trim()).filter(id => id !== ''))]
}

export const roleNames = [
  'sourcedId', 'status', 'dateLastModified', 'userSourcedId', 'roleType', 'role', 'orgSourcedId',
] as const // prettier-ignore

/**
 * What somebody is, and where: at each school of theirs that is shared, the primary one first. Who has no school, as
 * people of the whole district and contacts, is at the district. Nobody is without a role: of whom none can be read the
 * roles that are known stay.
 */
export function roleCells(user: Record, district: string, isShared: (school: string) => boolean): string[][] {
  const id = readText(user.id)
  const modified = readText(user.last_modified)
  const rows = partsOf(user).flatMap(({ word, said }, at) => {
    const role = roleWords[word]
    // One role is the primary one at each school; who teaches and works in the office has the other besides.
    const type = at === 0 ? 'primary' : 'secondary'
    return schoolsOf(said, isShared, district).map(org => [`${id}/${org}/${role}`, 'active', modified, id, type, role, org])
  })
  return rows.length > 0 ? rows : [[id, 'active', modified, id, '', '', '']]
} // prettier-ignore

function schoolsOf(said: Record, isShared: (school: string) => boolean, district: string): string[] {
  const listed = Array.isArray(said.schools) ? said.schools.map(readText) : []
  const all = [...new Set([readText(said.school), ...listed].map(id => id.trim()).filter(id => id !== ''))]
  if (all.length === 0) return [district]
  // The lists of an app that was given some schools name the others too, which are not there for us.
  const shared = all.filter(isShared)
  return shared.length > 0 ? shared : [district]
}
