import { textChance, textShare } from '../chance.ts'
import { gradeCodes, gradeCount } from '../grades.ts'
import { orgsOf, standing, type Row } from '../row.ts'

/** A place to sit next year: a school, as its number in the district, and a grade. */
export type Spot = { readonly school: number; readonly grade: number }

const kept = 0.02
const leaving = 0.03
const joining = 0.03
const wandering = 0.08

/** Who goes where when the year turns. Follows from the seed and the sourcedId, so it can be asked in any pass. */
export class Promotion {
  readonly #seed: number
  readonly #schools: ReadonlyMap<string, number>
  /** Students of this year by school and grade: what a school teaches is seen from who is there. */
  readonly #counts: readonly number[][]
  readonly #teaching = new Map<number, readonly number[]>()
  #lowest = gradeCount
  #highest = -1

  constructor(seed: number, orgs: readonly string[]) {
    this.#seed = seed
    this.#schools = new Map(orgs.map((org, at) => [org, at]))
    this.#counts = orgs.map(() => Array<number>(gradeCount).fill(0))
  }

  /** Every student must be seen before the first is sent anywhere. */
  see(user: Row): void {
    const now = this.#now(user)
    const row = now && this.#counts[now.school]
    if (!now || !row) return
    row[now.grade] = (row[now.grade] ?? 0) + 1
    this.#lowest = Math.min(this.#lowest, now.grade)
    this.#highest = Math.max(this.#highest, now.grade)
  }

  /** Null for a student who leaves the district, or leaves school. */
  next(user: Row): Spot | null {
    const now = this.#now(user)
    if (!now) return null
    const fate = textShare(this.#seed, user.id)
    if (fate < leaving) return null
    if (fate < leaving + kept) return now
    const grade = now.grade + 1
    return grade > this.#highest ? null : { school: this.#school(user, now, grade), grade }
  }

  /** Newcomers that come in after a student of last year: one child enters for each who was in the lowest grade. */
  joiners(user: Row): Spot[] {
    const now = this.#now(user)
    const next = this.next(user)
    const entering = now?.grade === this.#lowest ? [now] : []
    return next && textShare(this.#seed, `${user.id} brings`) < joining ? [...entering, next] : entering
  }

  #now(user: Row): Spot | null {
    const school = this.#schools.get(orgsOf(user)[0] ?? '')
    const grade = gradeCodes.indexOf(user.of('grades'))
    return standing(user) !== 'student' || school === undefined || grade < 0 ? null : { school, grade }
  }

  /** The same school while it has the grade; then, for most, the one that its neighbourhood feeds. */
  #school(user: Row, now: Spot, grade: number): number {
    if (this.#serves(now.school, grade)) return now.school
    const feeding = this.#serving(now.grade)
    const fed = this.#serving(grade)
    const usual = Math.floor((feeding.indexOf(now.school) * fed.length) / feeding.length)
    const wanders = textShare(this.#seed, `${user.id} wanders`) < wandering
    const at = wanders ? textChance(this.#seed, `${user.id} where`) % fed.length : usual
    return fed[at] ?? now.school
  }

  #serving(grade: number): readonly number[] {
    const known = this.#teaching.get(grade)
    if (known) return known
    const found = [...this.#counts.keys()].filter(school => this.#serves(school, grade))
    this.#teaching.set(grade, found)
    return found
  }

  #serves(school: number, grade: number): boolean {
    return (this.#counts[school]?.[grade] ?? 0) > 0
  }
}
