import type { RunPage } from '../../../../src/http/contract/runs.ts'
import { useAddress } from '../../data/address.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { useSay } from '../../words/say.tsx'
import { RosteringPage } from '../overview/RosteringPage.tsx'
import { SyncActions } from '../overview/SyncActions.tsx'
import { Compare } from './Compare.tsx'
import { addressOf } from './filter.ts'
import { JobFilters } from './JobFilters.tsx'
import { NextRun } from './NextRun.tsx'
import { RunTable } from './RunTable.tsx'
import { useLiveRead } from './use-live-read.ts'
import styles from './Jobs.module.css'

/** D4: the next sync as a departure, and what ran before it as a timetable. */
export function Jobs() {
  const say = useSay()
  const { query, set } = useAddress()
  const { query: page, told } = useLiveRead<RunPage>(`/runs${addressOf(query)}`)
  const running = page.data?.runs.some(run => run.result === 'running') ?? false
  return (
    <RosteringPage state={say('rostering.jobs')} actions={<SyncActions running={running} sync />}>
      <Loaded query={page} rows={12}>
        {data => (
          <>
            {!query.has('before') && <NextRun next={data.next} told={running ? told : null} />}
            <Section title={say('jobs.past')} note={say('jobs.past.note')}>
              <JobFilters />
              {query.has('compare') && (
                <div className={styles.compare}>
                  <Compare runs={data.runs} />
                </div>
              )}
              <RunTable page={data} />
              <Buttons>
                {query.has('before') && (
                  <Button onPress={() => set({ before: null })}>{say('jobs.newest')}</Button>
                )}
                {data.before !== null && (
                  <Button onPress={() => set({ before: String(data.before) })}>{say('jobs.older')}</Button>
                )}
              </Buttons>
            </Section>
          </>
        )}
      </Loaded>
    </RosteringPage>
  )
}
