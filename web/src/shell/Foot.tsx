import { Link } from '../design/Link.tsx'
import { isPage } from '../pages.ts'
import { useSession } from '../session/session.ts'
import { useSay } from '../words/say.tsx'
import { usePlace } from './place.ts'
import styles from './Shell.module.css'

/** The foot of a page: whose console it is, who runs it, and where to ask. */
export function Foot() {
  const say = useSay()
  const place = usePlace()
  const { vendor } = useSession()
  return (
    <footer className={styles.foot}>
      <span>{say('foot', { place, vendor: vendor.name })}</span>
      {isPage('/help/how-rostering-works') && <Link to="/help/how-rostering-works">{say('foot.how')}</Link>}
      {isPage('/help') && <Link to="/help#contact">{say('foot.contact', { vendor: vendor.name })}</Link>}
    </footer>
  )
}
