import { Suspense, type ReactNode } from 'react'
import { useSay } from '../words/say.tsx'
import { Button, Buttons } from './Button.tsx'
import { DialogLayer } from './layers.ts'
import styles from './Dialog.module.css'

/**
 * A question that must be answered before anything else. Esc is the safe answer. When `danger` is set the focus begins
 * on the safe button, else on the first field or the primary one; afterwards it goes back to where it was.
 */
export function Dialog({
  title,
  open,
  onClose,
  confirm,
  cancel,
  danger = false,
  busy = false,
  locked,
  onConfirm,
  children,
}: {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  /** Says what will happen, with counts. */
  readonly confirm: string
  readonly cancel?: string
  readonly danger?: boolean
  readonly busy?: boolean
  readonly locked?: string | null
  readonly onConfirm: () => void
  readonly children: ReactNode
}) {
  const say = useSay()
  if (!open) return null
  return (
    <Suspense>
      <DialogLayer title={title} onClose={onClose}>
        <div className={styles.matter}>{children}</div>
        <Buttons>
          <Button
            kind={danger ? 'danger' : 'primary'}
            busy={busy}
            locked={locked}
            autoFocus={!danger}
            onPress={onConfirm}
          >
            {confirm}
          </Button>
          <Button autoFocus={danger} onPress={onClose}>
            {cancel ?? say('cancel')}
          </Button>
        </Buttons>
      </DialogLayer>
    </Suspense>
  )
}
