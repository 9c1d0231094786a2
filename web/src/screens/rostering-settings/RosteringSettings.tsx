import type { RulesView } from '../../../../src/http/contract/rules.ts'
import type { ScheduleView } from '../../../../src/http/contract/schedule.ts'
import { useRead } from '../../data/queries.ts'
import { Loaded, ReadOnly } from '../../design/PageStates.tsx'
import text from '../../design/text.module.css'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { RosteringPage } from '../overview/RosteringPage.tsx'
import { SyncButton } from '../overview/SyncActions.tsx'
import { Limits } from './Limits.tsx'
import { Notices } from './Notices.tsx'
import { Pauses } from './Pauses.tsx'
import { Secrets } from './Secrets.tsx'
import { Scope } from './Scope.tsx'
import { When } from './When.tsx'

/** D9: when the district syncs, what is let in, and how much change passes without asking. */
export function RosteringSettings() {
  const say = useSay()
  const { api } = useDistrict()
  const locked = useLocked()('settings')
  const schedule = useRead<ScheduleView>(`${api}/schedule`)
  const rules = useRead<RulesView>(`${api}/rules`)
  return (
    <RosteringPage state={say('settings')} actions={<SyncButton kind="secondary" />}>
      {locked && <ReadOnly>{locked}</ReadOnly>}
      <Loaded query={schedule} rows={6}>
        {data => (
          <>
            <When key={`when ${data.version}`} view={data} />
            <Pauses key={`pauses ${data.version}`} view={data} />
          </>
        )}
      </Loaded>
      <Loaded query={rules} rows={8}>
        {data => (
          <>
            <Scope key={`scope ${data.version}`} view={data} />
            <Limits key={`limits ${data.version}`} view={data} />
          </>
        )}
      </Loaded>
      <Secrets />
      <Notices url={`${api}/notifications`} />
      <p className={text.foot}>{say('overview.promise')}</p>
    </RosteringPage>
  )
}
