import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Proof } from '../session/Proof.tsx'
import { SessionEnd } from '../session/SessionEnd.tsx'
import { homeOf, useSession } from '../session/session.ts'
import { Cover } from './Cover.tsx'
import { Foot } from './Foot.tsx'
import { PlaceContext } from './place.ts'

/** A page without the settings at its left: the cover, or another head in its place, and the foot. */
export function Plain({
  place,
  shown = place,
  head,
  className,
  children,
}: {
  place: string
  shown?: string
  head?: ReactNode
  className: string | undefined
  children?: ReactNode
}) {
  const session = useSession()
  return (
    <PlaceContext value={place}>
      <Proof>
        {head ?? <Cover home={homeOf(session)} place={shown} />}
        <SessionEnd />
        <div className={className}>
          {children}
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
          <Foot />
        </div>
      </Proof>
    </PlaceContext>
  )
}
