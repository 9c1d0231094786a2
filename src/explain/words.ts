import type { Kind } from '../roster/kinds.ts'

const nouns: Readonly<Record<Kind, string>> = {
  orgs: 'org', academicSessions: 'term', courses: 'course', classes: 'class', users: 'user', roles: 'role',
  enrollments: 'enrollment', demographics: 'demographics',
} // prettier-ignore

export function nounOf(kind: Kind): string {
  return nouns[kind]
}

/** How a record is spoken of: by its sourcedId, for an answer is copied into letters and names do not belong there. */
export function called(kind: Kind, sourcedId: string): string {
  return `${nouns[kind]} ${quoted(sourcedId)}`
}

export function quoted(text: string): string {
  return JSON.stringify(text)
}

/** Why a row was removed, as the end of "…in run 7: …". */
const whys: Readonly<Record<string, string>> = {
  absent: 'the source no longer listed it',
  tombstone: 'the source marked it as deleted',
  out_of_scope: 'it is outside the scope that the rules set',
  term_over: 'its terms are over',
  graduated: 'it was in the last grade when the school year ended, and the source no longer listed it',
  id_reused: 'its sourcedId was given to another person',
}
export function whyRemoved(reason: string): string {
  return whys[reason] ?? reason
}

const verbs: Readonly<Record<string, string>> = {
  create: 'add', update: 'change', remove: 'remove', restore: 'bring back', archive: 'archive',
} // prettier-ignore
export function wouldDo(op: string): string {
  return verbs[op] ?? op
}

/** `2 students`, `1 student`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`
  return `${count} ${noun.endsWith('s') ? `${noun}es` : `${noun}s`}`
}
