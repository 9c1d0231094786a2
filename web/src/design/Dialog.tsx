import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useSay } from '../words/say.tsx'
import { Button, Buttons } from './Button.tsx'
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
  return (
    <ModalOverlay className={styles.veil ?? ''} isOpen={open} onOpenChange={is => !is && onClose()}>
      <Modal className={styles.modal ?? ''}>
        <AriaDialog className={styles.dialog ?? ''} role="alertdialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
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
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
