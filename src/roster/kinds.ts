/**
 * The eight kinds a roster holds, in the order they are applied: what is referred to comes first
 * (OneRoster 1.2 §4; removals run the other way round).
 */
export const kinds = [
  'orgs',
  'academicSessions',
  'courses',
  'classes',
  'users',
  'roles',
  'enrollments',
  'demographics',
] as const

export type Kind = (typeof kinds)[number]

/** True when `text` names a kind, whatever its letter case is not: kinds are spelt as in OneRoster. */
export function isKind(text: string): text is Kind {
  return kinds.some(kind => kind === text)
}

const one: Readonly<Record<Kind, string>> = {
  orgs: 'org', academicSessions: 'academicSession', courses: 'course', classes: 'class', users: 'user', roles: 'role',
  enrollments: 'enrollment', demographics: 'demographics row',
} // prettier-ignore

/** The word for one of a kind. */
export function singular(kind: Kind): string {
  return one[kind]
}

/** Object.entries for records whose keys are a closed list, such as kinds: it keeps their type. */
export function entriesOf<Key extends string, One>(
  record: Readonly<Partial<Record<Key, One>>>,
): [Key, One][] {
  return Object.entries(record) as [Key, One][] // our own records have the keys of their type and no others
}
