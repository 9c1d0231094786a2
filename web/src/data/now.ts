import { useSyncExternalStore } from 'react'

const minute = 60_000

/** The present minute: everything that says "in 17 hours" moves together, and only when the words may change. */
export function useNow(): Date {
  const stamp = useSyncExternalStore(eachMinute, () => Math.floor(Date.now() / minute) * minute)
  return new Date(Math.max(stamp, Date.now() - minute))
}

function eachMinute(changed: () => void): () => void {
  const timer = setInterval(changed, minute / 4)
  return () => clearInterval(timer)
}
