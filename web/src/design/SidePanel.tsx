import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useSay } from '../words/say.tsx'
import { Icon } from './Icon.tsx'
import styles from './SidePanel.module.css'

/**
 * One entry of a list, beside the list; on a phone, in its place. It is part of the page, not over it: the focus goes
 * to its title when it opens, Esc closes it, and whoever opens it brings the focus back.
 */
export function SidePanel({
  title,
  note,
  onClose,
  children,
}: {
  readonly title: string
  readonly note?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const say = useSay()
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [title])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  return (
    <aside className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <div>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        <button type="button" className={styles.close} aria-label={say('close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </aside>
  )
}

/** A list with the panel of one of its entries beside it. */
export function WithPanel({ panel, children }: { panel: ReactNode; children: ReactNode }) {
  if (!panel) return children
  return (
    <div className={styles.split}>
      <div className={styles.list}>{children}</div>
      {panel}
    </div>
  )
}
