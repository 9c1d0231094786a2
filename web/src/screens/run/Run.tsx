import { useParams } from '@tanstack/react-router'
import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { useAddress } from '../../data/address.ts'
import { Copy } from '../../design/Copy.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Tabs } from '../../design/Tabs.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { SyncButton } from '../overview/SyncActions.tsx'
import { useLiveRead } from '../jobs/use-live-read.ts'
import { Changes } from './Changes.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { Files } from './Files.tsx'
import { RollBack } from './RollBack.tsx'
import { RunBanner } from './RunBanner.tsx'
import { RunIssues } from './RunIssues.tsx'
import { Summary } from './Summary.tsx'
import { Timeline } from './Timeline.tsx'

const tabs = ['summary', 'changes', 'issues', 'files', 'timeline'] as const
type Tab = (typeof tabs)[number]

/** D5: one run, whole: what it did, to whom, what it could not read, from which files, and when. */
export function Run() {
  const say = useSay()
  const { run = '' } = useParams({ strict: false })
  const { path, key } = useDistrict()
  const { query } = useAddress()
  const { query: read, told } = useLiveRead<RunDetail>(`/runs/${encodeURIComponent(run)}`)
  const tab = tabs.find(one => one === query.get('tab')) ?? 'summary'
  const rostering = `${path}/settings/rostering`
  const detail = read.data
  return (
    <Page
      title={say('run.title', { run })}
      state={detail && say(`run.${detail.run.result}`)}
      crumbs={[
        { label: say('settings'), to: `${path}/settings` },
        { label: say('nav.integrations') },
        { label: say('nav.rostering'), to: rostering },
        { label: say('rostering.jobs'), to: `${rostering}/jobs` },
      ]}
      lead={detail && <Lead detail={detail} />}
      zone
      actions={
        detail && (
          <>
            <ExportMenu run={detail.run.run} />
            <SyncButton
              kind="secondary"
              locked={detail.run.result === 'running' ? say('sync.running') : null}
            />
            <RollBack detail={detail} />
            <Copy text={`${key} run ${run} ${detail.plan?.digest ?? ''}`.trim()} label={say('run.reference')} size="normal" />
          </>
        )
      }
    >
      <Loaded query={read} rows={10}>
        {data => (
          <>
            <RunTabs detail={data} tab={tab} />
            <RunBanner detail={data} told={told?.run === data.run.run ? told : null} />
            <Shown tab={tab} detail={data} />
          </>
        )}
      </Loaded>
    </Page>
  )
} // prettier-ignore

function Lead({ detail: { run, whoName } }: { detail: RunDetail }) {
  const say = useSay()
  const code = useSayCode()
  const who = run.trigger === 'schedule' ? '' : `, ${whoName}`
  return (
    <>
      <Time at={run.startedAt} style="full" />, {code('trigger', run.trigger)}
      {who}. {run.undoes !== null && say('jobs.undoes', { run: run.undoes })}
    </>
  )
}

function RunTabs({ detail, tab }: { detail: RunDetail; tab: Tab }) {
  const say = useSay()
  const numbers = useNumbers()
  const { path } = useDistrict()
  const here = `${path}/settings/rostering/jobs/${detail.run.run}`
  const counts: Partial<Record<Tab, number>> = {
    changes: detail.changes,
    issues: detail.issues.errors + detail.issues.warnings,
  }
  return (
    <Tabs
      label={say('run.tabs')}
      tabs={tabs.map(one => {
        const count = counts[one]
        return {
          to: one === 'summary' ? here : `${here}?tab=${one}`,
          label: say(`run.tab.${one}`),
          current: one === tab,
          ...(count !== undefined && { count: numbers.count(count) }),
        }
      })}
    />
  )
}

function Shown({ tab, detail }: { tab: Tab; detail: RunDetail }) {
  if (tab === 'changes') return <Changes detail={detail} />
  if (tab === 'issues') return <RunIssues detail={detail} />
  if (tab === 'files') return <Files detail={detail} />
  return tab === 'timeline' ? <Timeline detail={detail} /> : <Summary detail={detail} />
}
