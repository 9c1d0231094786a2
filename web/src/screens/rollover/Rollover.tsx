import type { RolloverView, TurnView } from '../../../../src/http/contract/rollover.ts'
import { useRead } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Headline } from '../../design/Headline.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Empty, Loaded, ReadOnly } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import type { Tone } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Day, useTimeWords } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay } from '../../words/say.tsx'
import { Picture } from '../run/Flow.tsx'
import { Steps } from './Steps.tsx'
import { SummerPause } from './SummerPause.tsx'

const tones: Readonly<Record<RolloverView['status'], Tone>> = {
  not_started: 'resting', on_track: 'running', needs_attention: 'caution', completed: 'ok',
} // prettier-ignore

/** D10: the way into the next school year, by what the source has and what people have done. */
export function Rollover() {
  const say = useSay()
  const locked = useLocked()('run')
  const { api, path, name } = useDistrict()
  const query = useRead<RolloverView>(`${api}/rollover`)
  const rostering = `${path}/settings/rostering`
  return (
    <Page
      title={say('rollover.title')}
      state={query.data && say(`rollover.status.${query.data.status}`)}
      crumbs={[
        { label: say('settings'), to: `${path}/settings` },
        { label: say('nav.integrations') },
        { label: say('nav.rostering'), to: rostering },
        { label: say('settings'), to: `${rostering}/settings` },
      ]}
      lead={`${name}.`}
      zone
    >
      {locked && <ReadOnly>{locked}</ReadOnly>}
      <Loaded query={query} rows={12}>
        {({ status, turn }) =>
          turn === null ? <Empty>{say('rollover.undated')}</Empty> : <Matter status={status} turn={turn} />
        }
      </Loaded>
      <p className={text.foot}>
        <Link to="/help/rollover">{say('rollover.guide')}</Link>
      </p>
    </Page>
  )
}

function Matter({ status, turn }: { status: RolloverView['status']; turn: TurnView }) {
  const say = useSay()
  const words = useTimeWords()
  const left = turn.steps.filter(({ state }) => state === 'open' || state === 'attention').length
  const guess = turn.known ? '' : ` ${say('rollover.guessed')}`
  return (
    <>
      <Headline
        tone={tones[status]}
        words={say(`rollover.status.${status}`)}
        facts={[
          { label: say('rollover.lastDay'), value: turn.lastDay === null ? say('rollover.unknown') : <Day on={turn.lastDay} /> },
          { label: say('rollover.firstDay'), value: <><Day on={turn.firstDay} />{guess}</> },
          { label: say('rollover.left'), value: say('rollover.left.steps', { left, all: turn.steps.length }) },
        ]}
      >
        <p>{say(`rollover.sentence.${status}`)}</p>
      </Headline>
      {turn.conflicts.map(({ sourcedId, title, lastDay }) => (
        <Banner key={sourcedId} tone="caution">
          {say('rollover.conflict', { title, until: words.day(lastDay ?? turn.firstDay), first: words.day(turn.firstDay) })}
        </Banner>
      ))}
      <Steps steps={turn.steps} plan={turn.flow.held ? turn.flow.plan : null} />
      <Dates turn={turn} />
      <SummerPause pause={turn.pause} />
      <Promotions turn={turn} />
      <Schools turn={turn} />
    </>
  )
} // prettier-ignore

function Dates({ turn: { terms } }: { turn: TurnView }) {
  const say = useSay()
  return (
    <Section title={say('rollover.dates')} note={say('rollover.dates.note')}>
      <Table
        caption={say('rollover.dates.caption')}
        rows={terms}
        rowKey={term => term.sourcedId}
        columns={[
          { id: 'title', label: say('rollover.term'), kind: 'head', cell: ({ title }) => <bdi>{title}</bdi> },
          { id: 'year', label: say('rollover.year'), cell: term => term.schoolYear },
          { id: 'first', label: say('rollover.first'), cell: ({ firstDay }) => firstDay && <Day on={firstDay} /> },
          { id: 'last', label: say('rollover.last'), cell: ({ lastDay }) => lastDay && <Day on={lastDay} /> },
        ]}
      />
    </Section>
  )
} // prettier-ignore

/** Where every grade goes, expected or real, and what becomes of those who finish. */
function Promotions({ turn }: { turn: TurnView }) {
  const say = useSay()
  const words = useTimeWords()
  const { path } = useDistrict()
  const { flow, graduates } = turn
  const { run, picture } = flow
  const note = say(flow.expected ? 'rollover.flow.expected' : flow.held ? 'rollover.flow.held' : 'rollover.flow.real', { run: run ?? 0 })
  const { up = 0, graduated = 0, stay = 0 } = picture?.totals ?? {}
  const about = say('rollover.flow.about', { up, graduated, stay })
  return (
    <Section
      title={say('rollover.flow')}
      note={note}
      action={run !== null && <Link to={`${path}/settings/rostering/jobs/${run}`}>{say('rollover.flow.run', { run })}</Link>}
    >
      {picture === null ? <Empty>{say('rollover.flow.none')}</Empty> : <Picture flow={picture} note={about} />}
      <p>
        {say('rollover.graduates', {
          count: graduates.count,
          expected: flow.expected ? 'yes' : 'no',
          day: graduates.day === null ? 'none' : words.day(graduates.day),
          grace: graduates.graceDays,
        })}
      </p>
    </Section>
  )
} // prettier-ignore

function Schools({ turn: { schools, flow } }: { turn: TurnView }) {
  const say = useSay()
  const numbers = useNumbers()
  const column = (id: 'movedUp' | 'ending' | 'archived' | 'fresh', label: string) => ({
    id, label, kind: 'number' as const,
    cell: (school: TurnView['schools'][number]) => numbers.count(school[id]),
    total: numbers.count(schools.reduce((sum, school) => sum + school[id], 0)),
  })
  return (
    <Section title={say('rollover.schools')} note={say('rollover.schools.note')}>
      <Table
        caption={say('rollover.schools.caption')}
        rows={schools}
        rowKey={school => school.sourcedId}
        columns={[
          { id: 'name', label: say('school'), kind: 'head', cell: ({ name }) => <bdi>{name}</bdi>, total: say('flow.total') },
          column('movedUp', say(flow.expected ? 'rollover.up.expected' : 'rollover.up')),
          column('ending', say('rollover.ending')),
          column('archived', say('rollover.archived')),
          column('fresh', say('rollover.fresh')),
        ]}
      />
    </Section>
  )
} // prettier-ignore
