import type { Overview } from '../../../../src/http/contract/overview.ts'
import { ButtonLink } from '../../design/Button.tsx'
import { isPage } from '../../pages.ts'
import { useDistrict } from '../../shell/district.ts'
import type { MessageId } from '../../words/en-US.ts'
import { useSay } from '../../words/say.tsx'
import { SyncButton } from './SyncActions.tsx'

type Way = { readonly label: MessageId; readonly to: (rostering: string, overview: Overview) => string }

const jobs: Way['to'] = rostering => `${rostering}/jobs`
const lastRun: Way['to'] = (rostering, { running, runs }) =>
  `${rostering}/jobs/${running?.run ?? runs[0]?.run ?? ''}`
const setup: Way['to'] = rostering => `${rostering}/setup`

/** The one thing to do in a state, and where that is done. Syncing is done on the spot. */
const ways: Readonly<Record<string, Way>> = {
  action_needed: { label: 'action.see_fix', to: lastRun },
  on_hold: {
    label: 'action.review_hold',
    to: (rostering, { holds }) => `${rostering}/hold/${holds[0]?.plan ?? ''}`,
  },
  failed: { label: 'action.see_fix', to: lastRun },
  stale: { label: 'action.see_runs', to: jobs },
  late: { label: 'action.see_runs', to: jobs },
  retrying: { label: 'action.see_runs', to: jobs },
  running: { label: 'action.see_progress', to: lastRun },
  paused: { label: 'action.resume', to: rostering => `${rostering}/settings#pauses` },
  add_only: { label: 'action.resume', to: rostering => `${rostering}/settings#pauses` },
  warnings: { label: 'action.see_issues', to: rostering => `${rostering}/issues` },
  awaiting_approval: { label: 'action.see_setup', to: setup },
  setting_up: { label: 'action.continue_setup', to: setup },
  not_set_up: { label: 'action.begin_setup', to: setup },
  disconnected: { label: 'action.begin_setup', to: setup },
}

export function HeadlineAction({ overview }: { overview: Overview }) {
  const say = useSay()
  const { path } = useDistrict()
  const way = ways[overview.headline.state]
  if (!way) return <SyncButton kind="primary" />
  const to = way.to(`${path}/settings/rostering`, overview)
  if (!isPage(to)) return null
  return (
    <ButtonLink kind="primary" to={to}>
      {say(way.label)}
    </ButtonLink>
  )
}
