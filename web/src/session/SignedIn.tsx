import { Navigate, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Session } from '../../../src/http/contract/session.ts'
import { sessionUrl, useRead } from '../data/queries.ts'
import { Refused } from '../data/refused.ts'
import { Failed } from '../design/PageStates.tsx'
import { Skeleton } from '../design/Skeleton.tsx'
import { SessionContext } from './session.ts'

/** What is inside is for people who are signed in; others go to the sign-in, which brings them back here. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useRead<Session>(sessionUrl)
  const here = useRouterState({ select: state => state.location.href })
  if (error instanceof Refused && error.status === 401)
    return <Navigate to="/sign-in" search={{ back: here }} replace />
  if (data) return <SessionContext value={data}>{children}</SessionContext>
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return <Skeleton />
}
