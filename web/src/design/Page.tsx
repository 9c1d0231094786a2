import { useEffect, type ReactNode } from 'react'
import { usePlace } from '../shell/place.ts'
import { useSay } from '../words/say.tsx'
import { Breadcrumb, type Crumb } from './Breadcrumb.tsx'
import { Buttons } from './Button.tsx'
import { useZone } from './Time.tsx'
import styles from './Page.module.css'

/**
 * A page under its title. The tab of the browser reads `state - title - district`, the state being the one thing
 * that may have changed since one last looked.
 */
export function Page({
  title,
  state,
  crumbs,
  lead,
  zone = false,
  actions,
  children,
}: {
  readonly title: string
  readonly state?: string | undefined
  readonly crumbs?: readonly Crumb[]
  readonly lead?: ReactNode
  /** Says once in whose time zone the page tells its times. */
  readonly zone?: boolean
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const say = useSay()
  const place = usePlace()
  const named = [state, title, place].filter(Boolean).join(' - ')
  const clock = useZone()
  useEffect(() => {
    document.title = named
  }, [named])
  return (
    <>
      {crumbs && <Breadcrumb crumbs={crumbs} here={title} />}
      <div className={styles.head}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {(lead || zone) && (
            <p>
              {lead} {zone && <span className={styles.zone}>{say('zone', { zone: clock })}</span>}
            </p>
          )}
        </div>
        {actions && <Buttons>{actions}</Buttons>}
      </div>
      {children}
    </>
  )
}
