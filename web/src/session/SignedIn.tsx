import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import type { Session } from '../../../src/http/contract/session.ts'
import { sessionUrl, useRead } from '../data/queries.ts'
import { Refused } from '../data/refused.ts'
import { Failed } from '../design/PageStates.tsx'
import { Skeleton } from '../design/Skeleton.tsx'
import { useLocale } from '../words/Words.tsx'
import { SessionContext } from './session.ts'

const FactorFirst = lazy(async () => ({
  default: (await import('../screens/sign-in/FactorFirst.tsx')).FactorFirst,
}))

/** What is inside is for people who are signed in; others are led to the sign-in (main.tsx), and back here. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useRead<Session>(sessionUrl)
  const { adopt } = useLocale()
  const personal = data?.who.locale
  useEffect(() => {
    if (personal !== undefined) adopt(personal)
  }, [personal, adopt])
  // It stays open when the factor counts already: the recovery codes are shown this once.
  const due = data?.who.factorDue === true
  const [setting, setSetting] = useState(due)
  if (due && !setting) setSetting(true)
  const out = error instanceof Refused && error.status === 401
  if (data && !out)
    return (
      <SessionContext value={data}>
        {setting ? (
          <Suspense fallback={<Skeleton />}>
            <FactorFirst onKept={() => setSetting(false)} />
          </Suspense>
        ) : (
          children
        )}
      </SessionContext>
    )
  if (error && !out) return <Failed error={error} retry={() => void refetch()} />
  return <Skeleton />
}
