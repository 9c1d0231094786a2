import { useSay } from '../words/say.tsx'
import { Link } from './Link.tsx'
import styles from './Breadcrumb.module.css'

/** Where a page stands; one without an address is named only. The page itself comes last. */
export type Crumb = { readonly label: string; readonly to?: string | undefined }

export function Breadcrumb({ crumbs, here }: { crumbs: readonly Crumb[]; here: string }) {
  const say = useSay()
  return (
    <nav className={styles.crumbs} aria-label={say('breadcrumb')}>
      <ol>
        {crumbs.map(crumb => (
          <li key={crumb.label}>{crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label}</li>
        ))}
        <li>
          <span aria-current="page">{here}</span>
        </li>
      </ol>
    </nav>
  )
}
