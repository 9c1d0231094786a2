import { useEffect, useState } from 'react'
import { sessionUrl, useRefresh } from '../data/queries.ts'
import { Banner } from '../design/Banner.tsx'
import { Button } from '../design/Button.tsx'
import { useSay } from '../words/say.tsx'
import { useSession } from './session.ts'

const warnBefore = 2 * 60_000

/** Two minutes before a session ends: says so, and lets the reader stay. Asking the service anything extends it. */
export function SessionEnd() {
  const say = useSay()
  const { until } = useSession()
  const refresh = useRefresh()
  const [soon, setSoon] = useState(false)
  useEffect(() => {
    const left = Date.parse(until) - Date.now() - warnBefore
    // A longer time than a timer can hold fires at once; nobody stays that long on a page.
    const timer = setTimeout(() => setSoon(true), Math.max(0, Math.min(left, 2 ** 31 - 1)))
    return () => {
      clearTimeout(timer)
      setSoon(false)
    }
  }, [until])
  if (!soon) return null
  return (
    <Banner
      tone="caution"
      icon="late"
      role="alert"
      action={
        <Button size="small" onPress={() => void refresh(sessionUrl)}>
          {say('session.stay')}
        </Button>
      }
    >
      {say('session.soon')}
    </Banner>
  )
}
