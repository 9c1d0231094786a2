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
  return (
    <Plain place={vendor.name} shown={say('vendor.console', { vendor: vendor.name })} className={styles.wide}>
      <Tabs
        label={say('vendor.nav')}
        tabs={[
          { to: '/fleet', label: say('vendor.fleet') },
          { to: '/fleet/holds', label: say('vendor.holds') },
          { to: '/fleet/requests', label: say('vendor.requests') },
          { to: '/fleet/feedback', label: say('vendor.guides') },
        ]}
      />
    </Plain>
  )
}
