import type { MyClasses } from '../../../src/http/contract/my.ts'
import { useRead } from '../data/queries.ts'
import { Icon } from '../design/Icon.tsx'
import { useSession } from '../session/session.ts'
import { useSay } from '../words/say.tsx'
import { useSignOut } from './AccountMenu.tsx'
import styles from './StudentHead.module.css'

/** Who is signed in, in large letters: computers are shared, and the last child may not have signed out. */
export function StudentHead() {
  const say = useSay()
  const { who } = useSession()
  const { data } = useRead<MyClasses>('/api/my/classes')
  const signOut = useSignOut()
  return (
    <header className={styles.head}>
      <div className={styles.inside}>
        <span className={styles.letter} aria-hidden="true">
          {who.initial}
        </span>
        <div className={styles.name}>
          <p className={styles.hi}>{say('my.hi', { name: data?.givenName || who.name })}</p>
          <p>{say('my.signedIn', { name: who.name })}</p>
        </div>
        <button type="button" className={styles.switch} onClick={() => void signOut()}>
          <Icon name="switch" />
          {say('my.switch')}
        </button>
      </div>
    </header>
  )
}
