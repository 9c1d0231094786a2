import { Outlet } from '@tanstack/react-router'
import type { Session } from '../../../src/http/contract/session.ts'
import { sessionUrl, useRead } from '../data/queries.ts'
import { Icon } from '../design/Icon.tsx'
import { Link } from '../design/Link.tsx'
import { Skeleton } from '../design/Skeleton.tsx'
import { SessionContext } from '../session/session.ts'
import { useSay } from '../words/say.tsx'
import { Plain } from './Plain.tsx'
import cover from './Cover.module.css'
import styles from './Shell.module.css'

/** Guides, for whoever is signed in and for whoever is not: who cannot sign in needs them most. */
export function HelpFrame() {
  const { data, error } = useRead<Session>(sessionUrl)
  if (data && error === null)
    return (
      <SessionContext value={data}>
        <Plain place={data.districts[0]?.name ?? data.vendor.name} className={styles.own} />
      </SessionContext>
    )
  if (error === null) return <Skeleton />
  return (
    <>
      <SignedOutCover />
      <div className={styles.own}>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </>
  )
}

function SignedOutCover() {
  const say = useSay()
  return (
    <header className={cover.cover}>
      <div className={cover.inside}>
        <Link to="/help" className={cover.brand}>
          <Icon name="book" />
          <span>Rollbook</span>
        </Link>
        <div className={cover.end}>
          <Link to="/sign-in" className={cover.link}>
            <Icon name="key" />
            <span>{say('signIn')}</span>
          </Link>
        </div>
      </div>
    </header>
  )
}
