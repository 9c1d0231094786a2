import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, type FormEvent, type ReactNode } from 'react'
import { Icon } from '../design/Icon.tsx'
import { Link } from '../design/Link.tsx'
import { isPage } from '../pages.ts'
import { useSay } from '../words/say.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { HelpLink } from './HelpLink.tsx'
import { classes } from '../design/classes.ts'
import text from '../design/text.module.css'
import styles from './Cover.module.css'

/** The head of every page: whose it is, the search, help in the same place, and the initial at the top right. */
export function Cover({ home, place, search }: { home: string; place: ReactNode; search?: string }) {
  return (
    <header className={styles.cover}>
      <div className={styles.inside}>
        <Link to={home} className={styles.brand}>
          <Icon name="book" />
          <span>Rollbook</span>
        </Link>
        <div className={styles.place}>{place}</div>
        <div className={styles.end}>
          {search !== undefined && isPage(search) && <Search to={search} />}
          <HelpLink className={classes(styles.link, styles.help)} />
          <AccountMenu />
        </div>
      </div>
    </header>
  )
}

/**
 * One box; what is typed is looked for among people. The key / leads there, unless somebody is typing elsewhere. Where
 * there is no space for the box, a link and the key lead to the page that has one.
 */
function Search({ to }: { to: string }) {
  const say = useSay()
  const router = useRouter()
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return
      event.preventDefault()
      if (box.current?.checkVisibility() === true) box.current.focus()
      else router.history.push(to)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router, to])
  const find = (event: FormEvent) => {
    event.preventDefault()
    router.history.push(`${to}?${new URLSearchParams({ q: box.current?.value ?? '' }).toString()}`)
  }
  return (
    <>
      <Link to={to} className={classes(styles.link, styles.find)}>
        <Icon name="search" />
        <span className={text.hidden}>{say('search.people')}</span>
      </Link>
      <form className={styles.search} role="search" aria-label={say('search.people')} onSubmit={find}>
        <Icon name="search" size="s" />
        <label className={text.hidden} htmlFor="search">
          {say('search.people')}
        </label>
        <input ref={box} id="search" type="search" placeholder={say('search.people')} autoComplete="off" />
        <kbd aria-hidden="true">/</kbd>
      </form>
    </>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  )
}
