import { Suspense, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { IconName } from './Icon.tsx'
import { buttonClass } from './Button.tsx'
import { MenuLayer } from './layers.ts'

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
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setOpen(true)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={triggerClass ?? buttonClass('secondary', 'small')}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={onKey}
      >
        {trigger}
      </button>
      {open && (
        <Suspense>
          <MenuLayer label={label} head={head} parts={parts} button={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
