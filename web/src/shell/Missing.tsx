import { Page } from '../design/Page.tsx'
import { ButtonLink } from '../design/Button.tsx'
import { useSay } from '../words/say.tsx'
import styles from './Shell.module.css'

/** No page stands at this address. */
export function Missing() {
  const say = useSay()
  return (
    <main id="main" tabIndex={-1} className={styles.alone}>
      <Page title={say('missing')} lead={say('missing.why')}>
        <p className={styles.aloneAction}>
          <ButtonLink to="/">{say('missing.home')}</ButtonLink>
        </p>
      </Page>
    </main>
  )
}
