import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './Icon.tsx'
import { markIcon, type Tone } from './Status.tsx'
import styles from './Banner.module.css'

/** A message in the flow of the page. `role` only for what appears after the page stood: "alert" interrupts. */
export function Banner({
  tone,
  icon = markIcon(tone),
  role,
  children,
  action,
}: {
  readonly tone: Tone
  readonly icon?: IconName
  readonly role?: 'status' | 'alert'
  readonly children: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className={classes(styles.banner, styles[tone])} role={role}>
      <Icon name={icon} />
      <div className={styles.text}>{children}</div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
