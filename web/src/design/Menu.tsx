import type { ReactNode } from 'react'
import {
  Button,
  Header,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from 'react-aria-components'
import { isPage } from '../pages.ts'
import { Icon, type IconName } from './Icon.tsx'
import { buttonClass } from './Button.tsx'
import styles from './Menu.module.css'

export type MenuEntry = {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  readonly to?: string
  readonly onPress?: () => void
}
/** Entries that belong together; with `chosen` they are one choice of several. */
export type MenuPart = {
  readonly id: string
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly chosen?: { readonly id: string; readonly choose: (id: string) => void }
}

/** Things to do, behind a button. Entries whose page does not exist are left out. */
export function Menu({
  label,
  trigger,
  triggerClass,
  head,
  parts,
}: {
  /** Name of the button and of the menu. */
  readonly label: string
  readonly trigger: ReactNode
  readonly triggerClass?: string | undefined
  readonly head?: ReactNode
  readonly parts: readonly MenuPart[]
}) {
  return (
    <MenuTrigger>
      <Button aria-label={label} className={triggerClass ?? buttonClass('secondary', 'small')}>
        {trigger}
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end" offset={4}>
        {head && <div className={styles.head}>{head}</div>}
        <AriaMenu className={styles.menu ?? ''} aria-label={label}>
          {parts.map(part => (
            <Part key={part.id} part={part} />
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
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
