import { useRouterState } from '@tanstack/react-router'
import { Icon } from '../design/Icon.tsx'
import { Link } from '../design/Link.tsx'
import { guideFor } from '../guides/where.ts'
import { useSay } from '../words/say.tsx'

/** Help in the same place on every page: the guide of what stands on it, which knows where the reader came from. */
export function HelpLink({ className }: { className: string }) {
  const say = useSay()
  const path = useRouterState({ select: state => state.location.pathname })
  const guide = guideFor(path)
  const from = path.startsWith('/help') ? '' : `?${new URLSearchParams({ from: path }).toString()}`
  return (
    <Link to={`/help${guide === null ? '' : `/${guide}`}${from}`} className={className}>
      <Icon name="help" />
      <span>{say('help')}</span>
    </Link>
  )
}
