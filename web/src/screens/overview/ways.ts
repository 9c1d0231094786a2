import type { Overview } from '../../../../src/http/contract/overview.ts'
import type { MessageId } from '../../words/en-US.ts'

type Way = { readonly label: MessageId; readonly to: (rostering: string, overview: Overview) => string }

const jobs: Way['to'] = rostering => `${rostering}/jobs`
const lastRun: Way['to'] = (rostering, { running, runs }) =>
  `${rostering}/jobs/${running?.run ?? runs[0]?.run ?? ''}`
const setup: Way['to'] = rostering => `${rostering}/setup`

/** What each action of a headline is called, and where it is done; `sync_now` is done on the spot. */
export const ways: Readonly<Record<string, Way>> = {
  read_notice: { label: 'action.read_notice', to: () => '/help/notices' },
  review_hold: {
    label: 'action.review_hold',
    to: (rostering, { holds }) => `${rostering}/hold/${holds[0]?.plan ?? ''}`,
  },
  see_problem: { label: 'action.see_problem', to: lastRun },
  see_runs: { label: 'action.see_runs', to: jobs },
  see_progress: { label: 'action.see_progress', to: lastRun },
  resume: { label: 'action.resume', to: rostering => `${rostering}/settings#pauses` },
  see_issues: { label: 'action.see_issues', to: rostering => `${rostering}/issues` },
  see_approval: { label: 'action.see_approval', to: setup },
  continue_setup: { label: 'action.continue_setup', to: setup },
  begin_setup: { label: 'action.begin_setup', to: setup },
  reconnect: { label: 'action.reconnect', to: rostering => `${rostering}/settings#secrets` },
  restore_sharing: { label: 'action.restore_sharing', to: lastRun },
  change_source: { label: 'action.change_source', to: setup },
}
