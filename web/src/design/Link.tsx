import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import { isPage } from '../pages.ts'

type LinkProps = {
  readonly to: string
  readonly children: ReactNode
  readonly className?: string | undefined
  readonly 'aria-current'?: 'page' | 'step' | undefined
  readonly 'aria-label'?: string | undefined
  readonly onFollow?: () => void
}

/**
 * Leads to a page of the console without loading it anew; an address of the service (a file to save, say) is followed
 * as the browser would. Where no such page exists, the words stand there without a link.
 */
export function Link({ to, children, onFollow, ...rest }: LinkProps) {
  const router = useRouter()
  const ours = isPage(to)
  if (!ours && to.startsWith('/') && !to.startsWith('/api/'))
    return <span className={rest.className}>{children}</span>
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onFollow?.()
    if (!ours || event.defaultPrevented || wantsNewWindow(event)) return
    event.preventDefault()
    router.history.push(to)
  }
  return (
    <a href={to} {...rest} onClick={follow} onPointerEnter={() => ours && void router.preloadRoute({ to })}>
      {children}
    </a>
  )
}

function wantsNewWindow(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
}
