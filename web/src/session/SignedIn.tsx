import { useEffect, type ReactNode } from 'react'
import type { Session } from '../../../src/http/contract/session.ts'
import { sessionUrl, useRead } from '../data/queries.ts'
import { Refused } from '../data/refused.ts'
import { Failed } from '../design/PageStates.tsx'
import { Skeleton } from '../design/Skeleton.tsx'
import { useLocale } from '../words/Words.tsx'
import { SessionContext } from './session.ts'

/** What is inside is for people who are signed in; others are led to the sign-in (main.tsx), and back here. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useRead<Session>(sessionUrl)
  const { adopt } = useLocale()
  const personal = data?.who.locale
  useEffect(() => {
    if (personal !== undefined) adopt(personal)
  }, [personal, adopt])
  const out = error instanceof Refused && error.status === 401
  if (data && !out) return <SessionContext value={data}>{children}</SessionContext>
  if (error && !out) return <Failed error={error} retry={() => void refetch()} />
  return <Skeleton />
}
