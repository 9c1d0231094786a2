import type { IssueGroupView, IssueList } from '../../../../src/http/contract/issues.ts'
import { useIntl } from 'react-intl'
import { useAddress } from '../../data/address.ts'
import { saveFile } from '../../data/file.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Failed, Loaded } from '../../design/PageStates.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time, useTimeWords } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { RosteringPage } from '../overview/RosteringPage.tsx'
import { Care } from './Care.tsx'
import { RulePage } from './RulePage.tsx'

/** D8: what is wrong in the source now, by rule; with `rule` in the address, the records behind one. */
export function Issues() {
  const say = useSay()
  const { api, key } = useDistrict()
  const { query } = useAddress()
  const { who } = useSession()
  const locked = useLocked()
  const list = useRead<IssueList>(`${api}/issues`)
  const file = useWrite(() => saveFile(`${api}/issues.csv`, `${key}-issues.csv`))
  const rule = query.get('rule')
  return (
    <RosteringPage
      actions={
        <Button icon="download" locked={who.kind === 'vendor' ? locked('export') : null} busy={file.isPending} onPress={() => file.mutate()}>
          {say(file.isPending ? 'issues.downloading' : 'issues.download')}
        </Button>
      }
    >
      {file.error && <Failed error={file.error} />}
      {rule === null ? (
        <Loaded query={list} rows={6}>{answer => <Rules answer={answer} />}</Loaded>
      ) : (
        <RulePage rule={rule} group={list.data?.groups.find(one => one.rule === rule) ?? null} />
      )}
    </RosteringPage>
  )
} // prettier-ignore

function Rules({ answer: { total, muted, groups, checked, members } }: { answer: IssueList }) {
  const say = useSay()
  const words = useTimeWords()
  const locked = useLocked()('settings')
  const columns = useColumns()
  const care: Column<IssueGroupView> = {
    id: 'assign',
    label: say('issues.assign'),
    kind: 'bare',
    hideLabel: true,
    cell: group => <Care group={group} members={members} />,
  }
  if (groups.length === 0)
    return (
      <Banner tone={checked === null ? 'resting' : 'ok'}>
        {checked === null ? say('issues.checked.never') : say('issues.allClear', { time: words.time(checked.at) })}
      </Banner>
    )
  return (
    <Table
      caption={
        <>
          {say('issues.list', { total, groups: groups.length, muted })}. {say('issues.lead')}{' '}
          {checked !== null && (
            <>
              {say('issues.checked')} <Time at={checked.at} ago="beside" />
            </>
          )}
        </>
      }
      rows={groups}
      rowKey={group => `${group.rule} ${group.severity}`}
      columns={locked === null ? [...columns, care] : columns}
    />
  )
} // prettier-ignore

function useColumns(): readonly Column<IssueGroupView>[] {
  const say = useSay()
  const code = useSayCode()
  const intl = useIntl()
  const words = useTimeWords()
  const numbers = useNumbers()
  const { path } = useDistrict()
  return [
    {
      id: 'rule',
      label: say('issues.what'),
      kind: 'head',
      cell: ({ rule, fix, mutedUntil, note }) => (
        <>
          <Link to={`${path}/settings/rostering/issues?rule=${rule}`}>{code('rule', rule)}</Link>
          <span className={text.small} lang="en">{fix}</span>
          {mutedUntil !== null && (
            <span className={text.small}>
              <Status mark="paused">{say('issues.muted', { day: words.day(mutedUntil) })}</Status> <bdi>{note}</bdi>
            </span>
          )}
        </>
      ),
    },
    { id: 'severity', label: say('issues.severity'), cell: ({ severity }) => <Status mark={severity === 'error' ? 'trouble' : 'caution'}>{say(`severity.${severity}`)}</Status> },
    { id: 'count', label: say('issues.records'), kind: 'number', cell: ({ count }) => numbers.count(count) },
    { id: 'schools', label: say('issues.schools'), cell: ({ schools }) => <bdi>{intl.formatList(schools.length > 3 ? [...schools.slice(0, 3), '…'] : schools, { type: 'unit' })}</bdi> },
    { id: 'owner', label: say('issues.owner'), cell: () => say('owner.source') },
    { id: 'care', label: say('issues.care'), cell: ({ assignee }) => (assignee === null ? <span className={text.quiet}>{say('issues.nobody')}</span> : <bdi>{assignee.name}</bdi>) },
    {
      id: 'first',
      label: say('issues.first'),
      cell: ({ firstSeen, firstRun, lastSeen, lastRun }) => (
        <>
          <Time at={firstSeen} style="date" />
          <span className={text.small}>
            <Link to={`${path}/settings/rostering/jobs/${firstRun}`}>{say('people.run', { run: firstRun })}</Link>
            {lastRun !== firstRun && (
              <>
                {', '}
                {say('issues.last')} <Time at={lastSeen} style="date" />
              </>
            )}
          </span>
        </>
      ),
    },
  ]
} // prettier-ignore
