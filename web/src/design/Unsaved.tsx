import { useBlocker } from '@tanstack/react-router'
import { useSay } from '../words/say.tsx'
import { Dialog } from './Dialog.tsx'

/** While something is not saved: asks before the page is left, and lets the browser ask before it closes. */
export function Unsaved() {
  const say = useSay()
  const { status, proceed, reset } = useBlocker({
    // Another tab or filter of the same page keeps what is typed.
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: true,
    withResolver: true,
  })
  return (
    <Dialog
      title={say('unsaved.title')}
      open={status === 'blocked'}
      confirm={say('unsaved.leave')}
      cancel={say('unsaved.stay')}
      danger
      onClose={() => reset?.()}
      onConfirm={() => proceed?.()}
    >
      <p>{say('unsaved.note')}</p>
    </Dialog>
  )
}
