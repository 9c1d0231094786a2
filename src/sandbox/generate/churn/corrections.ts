import { chance, pick, textChance } from '../chance.ts'
import { named } from '../names.ts'
import { person } from '../people.ts'
import { standing, type Row } from '../row.ts'

/** What offices change from one day to the next. Each makes a real difference, also the second time. */

/** A corrected name, a new address, a preferred name: one of them, as chance has it. */
export function correctUser(user: Row, seed: number): Row {
  const bits = textChance(seed, `${user.id} corrected`)
  if (bits % 8 < 3) return renameUser(user, bits)
  if (bits % 8 < 6) return readdress(user, bits)
  const other = person(seed, bits % 100_000).given.text
  const column = bits % 2 === 0 || user.version === '1.1' ? 'middleName' : 'preferredGivenName'
  return user.of(column) === other ? renameUser(user, bits) : user.put(column, other)
}

/** A second family name is added, or dropped. Staff get an address to match; a child keeps theirs. */
function renameUser(user: Row, bits: number): Row {
  const family = user.of('familyName')
  const [first = family, second] = family.split('-')
  user.put('familyName', second === undefined ? `${family}-${person(bits, 1).family.text}` : first)
  return standing(user) === 'staff' ? readdress(user, bits) : user
}

/** The card number stays in the login, so no address ever passes to somebody else. */
function readdress(user: Row, bits: number): Row {
  const before = user.of('username')
  const card = user.of('identifier')
  const letters = standing(user) === 'student' ? twoLetters(bits) : staffLetters(user)
  const login = `${letters}${card}`
  const after = login === before ? `${letters}x${card}` : login
  const domain = user.of('email').split('@')[1]
  user.put('username', after)
  return domain === undefined ? user : user.put('email', `${after}@${domain}`)
}

function twoLetters(bits: number): string {
  return String.fromCharCode(97 + ((bits >>> 4) % 26), 97 + ((bits >>> 9) % 26))
}

function staffLetters(user: Row): string {
  const family = named(user.of('familyName')).ascii || 'staff'
  return `${named(user.of('givenName')).ascii.slice(0, 1)}${family}`
}

export function correctClass(row: Row, seed: number): Row {
  const bits = textChance(seed, `${row.id} corrected`)
  const period = Number(row.of('periods'))
  if (period === 0 || bits % 3 > 0)
    return row.put('title', turn(row.of('title'), [' (Co-taught)', ' (Inclusion)'], bits))
  return row.put('periods', String((period % 7) + 1))
}

export function correctCourse(row: Row, seed: number): Row {
  return row.put('title', turn(row.of('title'), [' (Core)', ' (Block)'], chance(seed, 1)))
}

export function correctOrg(row: Row, seed: number): Row {
  return row.put('name', turn(row.of('name'), [' Academy', ' Campus'], chance(seed, 2)))
}

export function correctSession(row: Row): Row {
  const title = row.of('title')
  return row.put(
    'title',
    title.startsWith('Quarter ') ? title.replace('uarter ', '') : title.replace(/^Q/, 'Quarter '),
  )
}

/** Drops the ending a text has, or gives it one of these. */
function turn(text: string, endings: readonly string[], bits: number): string {
  const has = endings.find(ending => text.endsWith(ending))
  return has === undefined ? text + pick(endings, bits >>> 7) : text.slice(0, -has.length)
}
