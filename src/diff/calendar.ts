import type { Base, Session } from '../snapshot/base.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { flags } from '../snapshot/table.ts'
import type { Hasher } from '../snapshot/hash.ts'

/** Share of the continuing students that must have moved up before a new school year is believed. */
const WAVE = 0.5

/**
 * The district's own calendar: which day it is for its terms. A new school year that arrives together with
 * a wave of promotions has begun for the district whatever the clock says; without the wave the clock rules,
 * and terms that go missing early are held.
 */
export class Calendar {
  private readonly sessions: ReadonlyMap<string, Session>
  private readonly newYearStart: string | null
  private readonly today: string
  /** The snapshot brings a school year later than any the roster has. */
  readonly newYear: boolean
  rollover = false

  constructor(base: Base, snapshot: Snapshot, hasher: Hasher, today: string) {
    this.sessions = base.sessions
    this.today = today
    const fresh = [...base.sessions].filter(([id]) => isValid(base, hasher, id)).map(([, session]) => session)
    const year = fresh.reduce<string | null>(
      (last, { year }) => (year !== null && (last === null || year > last) ? year : last),
      null,
    )
    const delivered = snapshot.readings.academicSessions !== undefined
    this.newYear = delivered && year !== null && base.schoolYear !== null && year > base.schoolYear
    const starts = fresh
      .filter(session => session.year === year && session.start !== '')
      .map(session => session.start)
    this.newYearStart = this.newYear ? (starts.sort()[0] ?? null) : null
  }

  /** Believes the new year once enough students moved up. */
  weighWave(promotions: number, continuing: number): void {
    this.rollover = this.newYear && continuing > 0 && promotions >= continuing * WAVE
  }

  /** The day to which terms are compared. */
  get day(): string {
    return this.rollover && this.newYearStart !== null && this.newYearStart > this.today
      ? this.newYearStart
      : this.today
  }

  /** All the terms are known and over; endDate is exclusive (OneRoster 1.2). */
  isOver(terms: readonly string[]): boolean {
    return terms.length > 0 && terms.every(id => this.hasEnded(this.sessions.get(id)?.end))
  }

  hasEnded(end: string | null | undefined): boolean {
    return typeof end === 'string' && end !== '' && end <= this.day
  }
}

function isValid(base: Base, hasher: Hasher, id: string): boolean {
  hasher.text(id)
  const { table } = base.kinds.academicSessions
  const slot = table.find(hasher.lo, hasher.hi)
  return slot >= 0 && (table.mark(slot) & flags.valid) !== 0
}
