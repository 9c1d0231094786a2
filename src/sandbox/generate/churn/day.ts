import { seedNumber, textChance, textShare } from '../chance.ts'
import type { SheetName } from '../columns.ts'
import type { Drop } from '../drop.ts'
import type { Previous } from '../previous.ts'

export type Difference = { changed: number; added: number; gone: number }
export type Fate = 'gone' | 'doubled' | 'changed' | 'stays'

/** What the parts of one day's churn share. */
export class Day {
  readonly before: Previous
  readonly seed: number
  readonly churn: number
  /** The day it is, as OneRoster writes dates. */
  readonly today: string
  readonly differences: Record<SheetName, Difference>
  /** Serial number of the next person. */
  next: number
  #drop: Drop | null = null
  #fresh = 0

  constructor(
    before: Previous,
    options: { readonly churn: number; readonly seed: string; readonly writtenAt: Date },
  ) {
    this.before = before
    this.churn = options.churn
    // Another day, another throw: or the same people would be picked every night.
    this.seed = textChance(seedNumber(options.seed), `drop ${before.drop + 1}`)
    this.today = options.writtenAt.toISOString().slice(0, 10)
    this.next = before.next
    const none = () => ({ changed: 0, added: 0, gone: 0 })
    this.differences = {
      orgs: none(), academicSessions: none(), courses: none(), classes: none(), users: none(), roles: none(),
      enrollments: none(),
    } // prettier-ignore
  }

  get drop(): Drop {
    if (!this.#drop) throw new Error('Cannot write a day: its drop is not open')
    return this.#drop
  }
  set drop(drop: Drop) {
    this.#drop = drop
  }

  /** What becomes of a row: follows from its id, so any pass over the files comes to the same answer. */
  fate(id: string): Fate {
    const at = textShare(this.seed, id)
    if (at < this.churn / 4) return 'gone'
    if (at < this.churn / 2) return 'doubled'
    return at < this.churn ? 'changed' : 'stays'
  }

  /** A number for an id that no earlier drop can have used: it says which drop made it. */
  fresh(): string {
    return `d${this.before.drop + 1}-${++this.#fresh}`
  }

  keep(sheet: SheetName, text: string): void {
    this.drop.add(sheet, text)
  }
  change(sheet: SheetName, text: string): void {
    this.differences[sheet].changed++
    this.drop.add(sheet, text)
  }
  add(sheet: SheetName, text: string): void {
    this.differences[sheet].added++
    this.drop.add(sheet, text)
  }
  lose(sheet: SheetName): void {
    this.differences[sheet].gone++
  }
}
