import { Navigate } from '@tanstack/react-router'
import { SignedIn } from '../../session/SignedIn.tsx'
import { homeOf, useSession } from '../../session/session.ts'

/** The address without a page: everybody goes to what is theirs. */
export function Start() {
  return (
    <SignedIn>
      <Home />
    </SignedIn>
  )
}

function Home() {
  return <Navigate to={homeOf(useSession())} replace />
}
