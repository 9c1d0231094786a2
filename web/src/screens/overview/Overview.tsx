import { useState } from 'react'
import type { Overview as OverviewView } from '../../../../src/http/contract/overview.ts'
import { Loaded } from '../../design/PageStates.tsx'
import { Link } from '../../design/Link.tsx'
import { isPage } from '../../pages.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import text from '../../design/text.module.css'
import { Counts } from './Counts.tsx'
import { Holds } from './Holds.tsx'
import { Issues } from './Issues.tsx'
import { RecentRuns } from './RecentRuns.tsx'
import { RosteringPage } from './RosteringPage.tsx'
import { Schools } from './Schools.tsx'
import { SetupList } from './SetupList.tsx'
import { Source } from './Source.tsx'
import { SourceRest } from './SourceRest.tsx'
import { StateHeadline } from './StateHeadline.tsx'
import { SyncActions } from './SyncActions.tsx'
import { headlineTitle } from './headline.ts'
import { useOverview, type Told } from './use-overview.ts'

/** The Rostering page: one headline, then counts, schools, what waits, issues and the last runs. */
export function Overview() {
  const say = useSay()
  const [told, setTold] = useState<Told | null>(null)
  const query = useOverview(setTold)
  const overview = query.data
  return (
    <RosteringPage
      state={overview && headlineTitle(overview.headline, say)}
      system={overview?.source?.system}
      actions={
        overview?.source && (
          <SyncActions running={overview.running !== null} sync={overview.headline.action !== 'sync_now'} />
        )
      }
    >
      <Loaded query={query} rows={12}>
        {data => (
          <>
            <div className={text.stack}>
              <SourceRest source={data.source} />
              <StateHeadline overview={data} told={told?.run === data.running?.run ? told : null} />
            </div>
            <Below overview={data} />
          </>
        )}
      </Loaded>
    </RosteringPage>
  )
}

/** Before the first sync there is nothing to count: what comes next stands there, or that it is coming. */
function Below({ overview }: { overview: OverviewView }) {
  const say = useSay()
  const { running, lastGoodSync, runs } = overview
  if (lastGoodSync !== null) return <Matter overview={overview} />
  if (running !== null) return <p className={text.foot}>{say('overview.first')}</p>
  return runs.length === 0 ? <SetupList overview={overview} /> : <Matter overview={overview} />
}

function Matter({ overview }: { overview: OverviewView }) {
  const say = useSay()
  const { path } = useDistrict()
  return (
    <>
      <Counts counts={overview.counts} asOf={overview.lastGoodSync} />
      <Schools schools={overview.schools} counts={overview.counts} />
      <div className={text.two}>
        <Holds holds={overview.holds} />
        <Source source={overview.source} />
      </div>
      <Issues issues={overview.issues} />
      <RecentRuns runs={overview.runs} />
      <p className={text.foot}>
        {say('overview.promise')}{' '}
        <Link to={`${path}/settings/rostering/rollover`}>{say('rollover.link')}</Link>{' '}
        {isPage('/help/how-rostering-works') && <Link to="/help/how-rostering-works">{say('foot.how')}</Link>}
      </p>
    </>
  )
}
