import { useId, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './Icon.tsx'
import { Link } from './Link.tsx'
import styles from './Button.module.css'
import text from './text.module.css'

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet'

type Look = {
  readonly kind?: ButtonKind
  readonly size?: 'small' | 'normal'
  readonly icon?: IconName
  readonly children: ReactNode
}

/**
 * One primary per view; its label says what will happen, with counts. `locked` is the reason why it cannot be used now
 * and who can: the button keeps its place in the order of focus, and the reason stands beside it.
 */
export function Button({
  kind = 'secondary',
  size = 'normal',
  icon,
  children,
  type = 'button',
  locked,
  busy = false,
  onPress,
  ...aria
}: Look & {
  readonly type?: 'button' | 'submit'
  readonly locked?: string | null | undefined
  readonly busy?: boolean
  readonly onPress?: () => void
  readonly 'aria-expanded'?: boolean
  readonly 'aria-controls'?: string
  readonly 'aria-label'?: string
  readonly autoFocus?: boolean
}) {
  const reason = useId()
  const still = busy || typeof locked === 'string'
  const button = (
    <button
      type={still ? 'button' : type}
      className={buttonClass(kind, size)}
      aria-disabled={still || undefined}
      aria-describedby={locked ? reason : undefined}
      onClick={still ? undefined : onPress}
      {...aria}
    >
      <Face icon={locked ? 'lock' : icon}>{children}</Face>
    </button>
  )
  if (!locked) return button
  return (
    <span className={styles.locked}>
      {button}
      <span id={reason} className={text.note}>
        {locked}
      </span>
    </span>
  )
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink({
  kind = 'secondary',
  size = 'normal',
  icon,
  children,
  to,
}: Look & { readonly to: string }) {
  return (
    <Link to={to} className={buttonClass(kind, size)}>
      <Face icon={icon}>{children}</Face>
    </Link>
  )
}

/** Buttons in a row that wraps. */
export function Buttons({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>
}

export function buttonClass(kind: ButtonKind, size: 'small' | 'normal' = 'normal'): string {
  return classes(styles.button, styles[kind], size === 'small' && styles.small)
}

function Face({ icon, children }: { icon: IconName | undefined; children: ReactNode }) {
  return (
    <>
      {icon && <Icon name={icon} size="s" />}
      <span>{children}</span>
    </>
  )
}
