import { chance, pick } from './chance.ts'
import { tongues, type Name, type Tongue } from './names.ts'

/** What a person is called. Follows from the seed and the person's serial number alone. */
export type Person = {
  readonly given: Name
  readonly family: Name
  readonly middle: string
  readonly preferred: string
}

const given = 1
const family = 2
const middle = 3
const tongueSalt = 4
const habits = 5

/** A twin or a child shares the family name of the person with serial `kin`. */
export function person(seed: number, serial: number, kin = serial): Person {
  const own = speaks(chance(seed, kin, tongueSalt))
  const bits = chance(seed, serial, habits)
  return {
    // Siblings that are neighbours in number must not get one name between them.
    given: pick(own.given, chance(seed, kin, given) + (serial - kin)),
    family: familyName(seed, kin, own),
    middle: bits % 5 < 2 ? pick(own.given, chance(seed, serial, middle)).text : '',
    preferred: bits % 29 === 0 ? pick(own.given, bits >>> 8).text : '',
  }
}

/** A family name: one in twenty joined from two, one in three hundred with a suffix, as registers keep them. */
function familyName(seed: number, serial: number, own: Tongue): Name {
  const bits = chance(seed, serial, family)
  const name = pick(own.family, bits)
  const way = (bits >>> 12) % 600
  if (name.ascii === '' || way >= 32) return name
  if (way < 2) return { text: `${name.text}, Jr.`, ascii: name.ascii }
  const second = pick(own.family, bits >>> 20)
  return second === name ? name : { text: `${name.text}-${second.text}`, ascii: name.ascii }
}

/**
 * The number the district prints on a card: four digits for the first 9,000 people, five for the next 90,000,
 * and so on; scattered within each band, so that it says nothing, and never given twice.
 */
export function cardNumber(serial: number): number {
  let rest = serial
  let low = 1000
  while (rest >= low * 9) {
    rest -= low * 9
    low *= 10
  }
  // A prime above 5 has no factor in common with 9 × 10ⁿ: every number of the band is reached once.
  return low + ((rest * 7919 + 4177) % (low * 9))
}

/** Students: two letters and the card number, like ab1234. No two numbers are equal, so no two names are. */
export function studentLogin(named: Person, serial: number): string {
  const first = named.given.ascii[0] ?? letter(serial)
  const second = named.family.ascii[0] ?? letter(serial >>> 3)
  return `${first}${second}${cardNumber(serial)}`
}

export function staffLogin(named: Person, serial: number): string {
  return `${named.given.ascii.slice(0, 1)}${named.family.ascii || 'staff'}${cardNumber(serial)}`
}

/** What the state calls the person in every district. */
export function masterNumber(serial: number): string {
  return String(4_000_000_000 + ((serial * 7_368_787) % 900_000_007))
}

function letter(bits: number): string {
  return String.fromCharCode(97 + (bits % 26))
}

const wheel = tongues.flatMap((one, at) => Array<number>(one.weight).fill(at))

function speaks(bits: number): Tongue {
  return pick(tongues, pick(wheel, bits))
}
