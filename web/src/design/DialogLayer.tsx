import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { Dialog as AriaDialog, Heading, I18nProvider, Modal, ModalOverlay } from 'react-aria-components'
import styles from './Dialog.module.css'

/** What lies over the page while a question is open: it keeps the focus, and Esc leaves it. */
export function DialogLayer({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { locale } = useIntl()
  return (
    <I18nProvider locale={locale}>
      <ModalOverlay className={styles.veil ?? ''} isOpen onOpenChange={is => !is && onClose()}>
        <Modal className={styles.modal ?? ''}>
          <AriaDialog className={styles.dialog ?? ''} role="alertdialog">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {children}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  )
}
