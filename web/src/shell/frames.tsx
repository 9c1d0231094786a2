import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Tabs } from '../design/Tabs.tsx'
import { Zone } from '../design/Time.tsx'
import { Proof } from '../session/Proof.tsx'
import { SessionEnd } from '../session/SessionEnd.tsx'
import { SignedIn } from '../session/SignedIn.tsx'
import { homeOf, useSession } from '../session/session.ts'
import { useSay } from '../words/say.tsx'
import { Cover } from './Cover.tsx'
import { Foot } from './Foot.tsx'
import { PlaceContext } from './place.ts'
import styles from './Shell.module.css'

/** The vendor's console over all districts. */
export function VendorFrame() {
  return (
    <SignedIn>
      <Vendor />
    </SignedIn>
  )
}

function Vendor() {
  const say = useSay()
  const { vendor } = useSession()
  return (
    <Plain place={vendor.name} shown={say('vendor.console', { vendor: vendor.name })} className={styles.wide}>
      <Tabs
        label={say('vendor.nav')}
        tabs={[
          { to: '/fleet', label: say('vendor.fleet') },
          { to: '/fleet/holds', label: say('vendor.holds') },
          { to: '/fleet/requests', label: say('vendor.requests') },
        ]}
      />
    </Plain>
  )
}

/** What a teacher or a student sees: their own, and nothing to find a way through. */
export function OwnFrame() {
  return (
    <SignedIn>
      <Own />
    </SignedIn>
  )
}

function Own() {
  const { districts, vendor } = useSession()
  const [district] = districts
  const page = <Plain place={district?.name ?? vendor.name} className={styles.own} />
  return district ? <Zone zone={district.zone}>{page}</Zone> : page
}

/** Guides, for whoever is signed in. */
export function HelpFrame() {
  return (
    <SignedIn>
      <Help />
    </SignedIn>
  )
}

function Help() {
  const { districts, vendor } = useSession()
  return <Plain place={districts[0]?.name ?? vendor.name} className={styles.own} />
}

function Plain({
  place,
  shown = place,
  className,
  children,
}: {
  place: string
  shown?: string
  className: string | undefined
  children?: ReactNode
}) {
  const session = useSession()
  return (
    <PlaceContext value={place}>
      <Proof>
        <Cover home={homeOf(session)} place={shown} />
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
