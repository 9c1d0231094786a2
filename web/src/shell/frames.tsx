import type { FleetHolds } from '../../../src/http/contract/fleet.ts'
import type { FleetRequests } from '../../../src/http/contract/requests.ts'
import { useRead } from '../data/queries.ts'
import { Tabs } from '../design/Tabs.tsx'
import { SignedIn } from '../session/SignedIn.tsx'
import { useSession } from '../session/session.ts'
import { useSay } from '../words/say.tsx'
import { Plain } from './Plain.tsx'
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
  const holds = useRead<FleetHolds>('/api/fleet/holds', { every: 60_000 })
  const requests = useRead<FleetRequests>('/api/fleet/requests', { every: 60_000 })
  return (
    <Plain place={vendor.name} shown={say('vendor.console', { vendor: vendor.name })} className={styles.wide}>
      <Tabs
        label={say('vendor.nav')}
        tabs={[
          { to: '/fleet', label: say('vendor.fleet') },
          { to: '/fleet/holds', label: say('vendor.holds'), count: holds.data?.holds.length || undefined },
          { to: '/fleet/requests', label: say('vendor.requests'), count: requests.data?.open || undefined },
          { to: '/fleet/links', label: say('link.fleet') },
          { to: '/fleet/clever', label: say('match.title') },
          { to: '/fleet/feedback', label: say('vendor.guides') },
        ]}
      />
    </Plain>
  )
}
