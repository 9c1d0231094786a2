import { itemsOf, type Entity } from '../roster/entity.ts'
import { fieldIndex } from '../roster/fields.ts'

const at = (name: string) => fieldIndex('users', name)
const given = at('givenName')
const family = at('familyName')
const identifier = at('identifier')
const master = at('userMasterIdentifier')
const email = at('email')
const username = at('username')
const grades = at('grades')

/** What tells one person from another, ready to compare. */
export type Person = {
  readonly given: string | null
  readonly family: string | null
  readonly identifier: string | null
  readonly master: string | null
  readonly email: string | null
  readonly username: string | null
  readonly grades: readonly string[]
}

/** Blanks that systems write where they know nothing (`-`, `0`, `000`) prove nobody. */
function proof(identifier: string | null): string | null {
  return identifier === null || /^[-0._\s]*$/.test(identifier) ? null : identifier
}

/** Names and logins are compared in lower case and NFC (docs/identity.md). */
export function personOf(user: Entity): Person {
  const text = (at: number) => {
    const value = user.values[at]
    return typeof value === 'string' && value !== '' ? value.normalize('NFC').toLowerCase() : null
  }
  return {
    given: text(given), family: text(family), identifier: proof(text(identifier)), master: proof(text(master)),
    email: text(email), username: text(username), grades: itemsOf(user.values[grades]),
  } // prettier-ignore
}

/**
 * A sourcedId that now names somebody else. A marriage changes the family name, a correction either name, a
 * new mail system every address: only all of them at once, with nothing stable left, is another person. An
 * identifier that stayed proves the same one; one that changed needs both names to change too.
 */
export function isAnother(before: Person, after: Person): boolean {
  const same = (name: 'identifier' | 'master') => before[name] !== null && before[name] === after[name]
  if (same('identifier') || same('master')) return false
  const differ = (name: 'given' | 'family' | 'email' | 'username') => before[name] !== after[name]
  if (!differ('given') || !differ('family')) return false
  const known = before.identifier !== null && after.identifier !== null
  return known || (differ('email') && differ('username')) || (before.email === null && differ('username'))
}
