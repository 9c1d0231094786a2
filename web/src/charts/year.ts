export type Span = { readonly kind: 'paused' | 'adding'; readonly from: string; readonly until: string }
export type YearDay = {
  readonly day: string
  readonly column: number
  readonly row: number
  readonly kind: Span['kind'] | null
}
export type YearMonth = { readonly first: string; readonly days: readonly YearDay[] }

const dayMillis = 86_400_000

/**
 * The twelve months from that of `today` (YYYY-MM-DD) on: every day with its column (Sunday is 0) and row in the month,
 * and what holds on it. A pause outdoes a range that only adds.
 */
export function layOutYear(today: string, spans: readonly Span[]): YearMonth[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return Array.from({ length: 12 }, (_, at) => {
    const first = new Date(Date.UTC(year, month - 1 + at, 1))
    const count = Math.round((Date.UTC(year, month + at, 1) - first.getTime()) / dayMillis)
    const days = Array.from({ length: count }, (_, of) => {
      const day = new Date(first.getTime() + of * dayMillis).toISOString().slice(0, 10)
      const place = first.getUTCDay() + of
      return { day, column: place % 7, row: Math.floor(place / 7), kind: kindOf(day, spans) }
    })
    return { first: first.toISOString().slice(0, 10), days }
  })
} // prettier-ignore

function kindOf(day: string, spans: readonly Span[]): Span['kind'] | null {
  const held = spans.filter(({ from, until }) => from <= day && day <= until)
  return held.find(({ kind }) => kind === 'paused')?.kind ?? held[0]?.kind ?? null
}
