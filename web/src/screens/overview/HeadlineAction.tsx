import type { Overview } from '../../../../src/http/contract/overview.ts'
import { ButtonLink } from '../../design/Button.tsx'
import { isPage } from '../../pages.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { SyncButton } from './SyncActions.tsx'
import { ways } from './ways.ts'

/** The one thing to do now. Nothing is shown while the page it leads to does not exist. */
export function HeadlineAction({ overview }: { overview: Overview }) {
  const say = useSay()
  const { path } = useDistrict()
  const way = ways[overview.headline.action]
  if (overview.headline.action === 'sync_now') return <SyncButton kind="primary" />
  if (!way) return null
  const to = way.to(`${path}/settings/rostering`, overview)
  if (!isPage(to)) return null
  return (
    <ButtonLink kind="primary" to={to}>
      {say(way.label)}
    </ButtonLink>
  )
}
