import type { Switches } from '../faults.ts'

const usualLimit = 100
const mostLimit = 10_000
const shape = /^[0-9a-f]{24}$/

/** What a request is refused with: the status that Clever gives, and a sentence. */
export class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Link = { readonly rel: 'self' | 'next' | 'prev'; readonly uri: string }
export type Page<Row> = { readonly rows: readonly Row[]; readonly links: readonly Link[] }

/**
 * A page of rows by ascending id, with links that are relative to the host and keep the rest of the query (recorded
 * of v3.0). After `starting_after` there is always a `prev`, also where nothing comes before; and the other way round.
 * Throws Refusal 400 and 413.
 */
export function pageOf<Row extends { readonly id: string }>(rows: readonly Row[], path: string, query: URLSearchParams, faults: Switches): Page<Row> {
  const limit = limitOf(query, faults)
  const [after, before] = [query.get('starting_after'), query.get('ending_before')]
  if (after !== null && before !== null) throw new Refusal(400, 'starting_after and ending_before exclude each other')
  const start = after === null ? 0 : placeOf(rows, after, true)
  const end = before === null ? rows.length : before === 'last' ? rows.length : placeOf(rows, before, false)
  const shown = before === null ? rows.slice(start, start + limit) : rows.slice(Math.max(start, end - limit), end)
  const link = (rel: Link['rel'], name: string, id: string): Link => ({ rel, uri: `${path}?${changed(query, name, id, faults)}` })
  const more = before === null ? start + shown.length < rows.length || faults.has('trailingPage') : true
  const earlier = before === null ? after !== null : end - shown.length > 0
  const self = query.size === 0 ? path : `${path}?${query.toString()}`
  const [first, last] = [shown[0], shown.at(-1)]
  const links = [
    { rel: 'self' as const, uri: self },
    ...(more && last !== undefined ? [link('next', 'starting_after', last.id)] : []),
    ...(earlier && first !== undefined ? [link('prev', 'ending_before', first.id)] : []),
  ]
  return { rows: shown, links }
} // prettier-ignore

function limitOf(query: URLSearchParams, faults: Switches): number {
  const text = query.get('limit') ?? String(usualLimit)
  if (!/^\d+$/.test(text) || Number(text) < 1)
    throw new Refusal(400, `limit "${text}" is no number above zero`)
  const most = Math.min(mostLimit, faults.number('mostLimit') ?? mostLimit)
  if (Number(text) > most) throw new Refusal(413, `limit ${text} is above ${most}`)
  return Math.min(Number(text), faults.number('pageClamp') ?? mostLimit)
}

/** Where a page begins after an id, or ends before it; the id itself need not be there any more. */
function placeOf(rows: readonly { readonly id: string }[], id: string, after: boolean): number {
  if (!shape.test(id)) throw new Refusal(400, `"${id}" is no id`)
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = rows[middle]?.id ?? ''
    if (found < id || (after && found === id)) low = middle + 1
    else high = middle
  }
  return low
}

function changed(query: URLSearchParams, name: string, id: string, faults: Switches): string {
  const after = new URLSearchParams(query)
  for (const one of ['starting_after', 'ending_before']) after.delete(one)
  if (faults.has('nextWithoutLimit')) after.delete('limit')
  after.set(name, id)
  return after.toString()
}
