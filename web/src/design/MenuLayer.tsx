import { useRouter } from '@tanstack/react-router'
import type { ReactNode, RefObject } from 'react'
import { useIntl } from 'react-intl'
import {
  Header,
  I18nProvider,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  Popover,
  RouterProvider,
} from 'react-aria-components'
import { isPage } from '../pages.ts'
import { Icon } from './Icon.tsx'
import type { MenuPart } from './Menu.tsx'
import styles from './Menu.module.css'

/** The open menu, under its button. */
export function MenuLayer({
  label,
  head,
  parts,
  button,
  onClose,
}: {
  readonly label: string
  readonly head: ReactNode
  readonly parts: readonly MenuPart[]
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}) {
  const { locale } = useIntl()
  const router = useRouter()
  return (
    <I18nProvider locale={locale}>
      <RouterProvider navigate={to => router.history.push(to)}>
        <Popover
          className={styles.popover ?? ''}
          placement="bottom end"
          offset={4}
          triggerRef={button}
          isOpen
          onOpenChange={is => !is && onClose()}
        >
          {head && <div className={styles.head}>{head}</div>}
          <AriaMenu className={styles.menu ?? ''} aria-label={label} autoFocus="first" onClose={onClose}>
            {parts.map(part => (
              <Part key={part.id} part={part} />
            ))}
          </AriaMenu>
        </Popover>
      </RouterProvider>
    </I18nProvider>
  )
}

function Part({ part: { id, label, entries, chosen } }: { part: MenuPart }) {
  const shown = entries.filter(entry => entry.to === undefined || isPage(entry.to))
  if (shown.length === 0) return null
  const choice = chosen && {
    selectionMode: 'single' as const,
    disallowEmptySelection: true,
    selectedKeys: [chosen.id],
    onSelectionChange: (keys: 'all' | Set<string | number>) => {
      for (const key of keys) chosen.choose(String(key))
    },
  }
  return (
    <MenuSection id={id} className={styles.part ?? ''} {...choice} aria-label={label}>
      {chosen && <Header className={styles.title ?? ''}>{label}</Header>}
      {shown.map(entry => (
        <MenuItem
          key={entry.id}
          id={entry.id}
          className={styles.entry ?? ''}
          textValue={entry.label}
          {...(entry.to !== undefined && { href: entry.to })}
          {...(entry.onPress && { onAction: entry.onPress })}
        >
          {({ isSelected }) => (
            <>
              {entry.icon ? (
                <Icon name={entry.icon} />
              ) : (
                <span className={styles.tick}>{isSelected && <Icon name="ok" />}</span>
              )}
              {entry.label}
            </>
          )}
        </MenuItem>
      ))}
    </MenuSection>
  )
}
