import { useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/**
 * What stands after the question mark: filters, pages, sort and open panels live there, so that a link shows the same
 * thing. `set` leaves out what is null or empty.
 */
export function useAddress(): {
  readonly query: URLSearchParams
  set(changes: Readonly<Record<string, string | null>>, how?: 'push' | 'replace'): void
} {
  const router = useRouter()
  const search = useRouterState({ select: state => state.location.searchStr })
  const query = useMemo(() => new URLSearchParams(search), [search])
  const set = useCallback(
    (changes: Readonly<Record<string, string | null>>, how: 'push' | 'replace' = 'push') => {
      const next = new URLSearchParams(router.state.location.searchStr)
      for (const [name, value] of Object.entries(changes))
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
      const asked = next.toString()
      router.history[how](`${router.state.location.pathname}${asked && `?${asked}`}`)
    },
    [router],
  )
  return { query, set }
}
