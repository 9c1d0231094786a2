/** A source that rests: what it gives is of before, or half of it, and proves nobody gone. Days are YYYY-MM-DD. */
export type Rest = {
  readonly state: 'paused' | 'pending' | 'error' | 'other'
  readonly from: string | null
  readonly until: string | null
}
