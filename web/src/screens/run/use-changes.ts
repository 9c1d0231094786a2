import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { ChangePage } from '../../../../src/http/contract/changes.ts'
import { read } from '../../data/api.ts'
import type { Refused, Unreachable } from '../../data/refused.ts'

/** So many short pages are followed by themselves; then whoever waits decides. */
const patience = 20
const enough = 25

/**
 * A page of changes. The service looks at a bounded piece each time, so a rare word may come back with few rows or
 * none and a place to go on: that is followed here until there is something to show.
 */
export function useChanges(url: string): UseQueryResult<ChangePage, Refused | Unreachable> {
  return useQuery<ChangePage, Refused | Unreachable>({
    queryKey: [url],
    queryFn: async ({ signal }) => {
      let page = await read<ChangePage>(url, signal)
      for (let times = 0; times < patience && page.rows.length < enough && page.after !== null; times++) {
        const next = await read<ChangePage>(withAfter(url, page.after), signal)
        page = { ...next, rows: [...page.rows, ...next.rows] }
      }
      return page
    },
  })
}

export function withAfter(url: string, after: string): string {
  const [path = '', search = ''] = url.split('?')
  const query = new URLSearchParams(search)
  query.set('after', after)
  return `${path}?${query.toString()}`
}
