import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isPage } from '../pages.ts'
import { Link } from './Link.tsx'
import styles from './Tabs.module.css'

export type Tab = {
  readonly to: string
  readonly label: string
  readonly count?: ReactNode
  readonly current?: boolean
}

/** Tabs that are pages: links with an address each. Those whose page does not exist are left out. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const path = useRouterState({ select: state => state.location.pathname })
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs
        .filter(tab => isPage(tab.to))
        .map(tab => (
          <Link
            key={tab.to}
            to={tab.to}
            aria-current={(tab.current ?? tab.to.split('?')[0] === path) ? 'page' : undefined}
          >
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </Link>
        ))}
    </nav>
  )
}
