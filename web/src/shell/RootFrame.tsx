import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useSay } from '../words/say.tsx'
import { OfflineBanner } from './OfflineBanner.tsx'
import styles from './Shell.module.css'

/** Around every page: the skip link, the word on a lost network, and the focus that follows a change of page. */
export function RootFrame() {
  const say = useSay()
  useFocusOnNewPage()
  return (
    <>
      <a
        className={styles.skip}
        href="#main"
        onClick={event => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        {say('skip')}
      </a>
      <OfflineBanner />
      <Outlet />
    </>
  )
}

/** A new page begins at its main part: a screen reader would otherwise stay on a link that is gone. */
function useFocusOnNewPage() {
  const path = useRouterState({ select: state => state.resolvedLocation?.pathname })
  const seen = useRef<string>(undefined)
  useEffect(() => {
    const first = seen.current === undefined
    if (path !== undefined && path !== seen.current && !first)
      document.getElementById('main')?.focus({ preventScroll: true })
    seen.current = path
  }, [path])
}
