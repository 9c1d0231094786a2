import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './Icon.tsx'
import tones from './tones.module.css'
import styles from './Status.module.css'

/** Six tones of colour; nine shapes. */
export type Tone = 'ok' | 'hold' | 'trouble' | 'caution' | 'running' | 'resting'
export type Mark = Tone | 'late' | 'paused' | 'adding' | 'setup'

const toneOf: Readonly<Record<Mark, Tone>> = {
  ok: 'ok', hold: 'hold', trouble: 'trouble', caution: 'caution', running: 'running', resting: 'resting',
  late: 'caution', paused: 'resting', adding: 'resting', setup: 'resting',
} // prettier-ignore

/** A state as icon, word and colour: never colour alone, never a filled pill. */
export function Status({ mark, children }: { mark: Mark; children: ReactNode }) {
  return (
    <span className={classes(styles.status, tones[toneOf[mark]])}>
      <Icon name={markIcon(mark)} size="s" />
      <span>{children}</span>
    </span>
  )
}

export function markIcon(mark: Mark): IconName {
  return mark === 'resting' ? 'paused' : mark
}
