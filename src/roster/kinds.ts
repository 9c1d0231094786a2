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
  return (kinds as readonly string[]).includes(text)
}
