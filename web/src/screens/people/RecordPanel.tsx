import { useIntl } from 'react-intl'
import type { ClassView, PersonView, SchoolView } from '../../../../src/http/contract/people.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Icon } from '../../design/Icon.tsx'
import { Link } from '../../design/Link.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { SidePanel } from '../../design/SidePanel.tsx'
import { Tabs } from '../../design/Tabs.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useGradeWord } from '../../words/grade-word.ts'
import { Said, useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { HandActions } from './HandActions.tsx'
import { History } from './History.tsx'
import { recordUrl, type RecordKind } from '../../data/record.ts'
import { Seats } from './Seats.tsx'
import { Values } from './Values.tsx'
import { Trace } from '../sign-in-trace/Trace.tsx'
import { WhyTab } from './WhyTab.tsx'
import styles from './People.module.css'

type Shown = PersonView | ClassView | SchoolView
export type Opened = { readonly kind: RecordKind; readonly id: string }

/** One record: why it is as it is, its values, who is in it or what it is in, and its past. */
export function RecordPanel({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const say = useSay()
  const { api } = useDistrict()
  const read = useRead<Shown>(recordUrl(api, opened))
  const title = read.data === undefined ? say('people.record') : titleOf(read.data)
  return (
    <SidePanel title={title} note={read.data && <About shown={read.data} />} onClose={onClose}>
      <Loaded query={read} rows={6}>
        {shown => (
          <>
            <Origin shown={shown} />
            {'roles' in shown && shown.record.byHand && <HandActions person={shown} />}
            <Tabbed shown={shown} opened={opened} />
          </>
        )}
      </Loaded>
    </SidePanel>
  )
}

function titleOf(shown: Shown): string {
  const name = 'title' in shown ? shown.title : shown.name
  return name || shown.record.sourcedId
}

/** Who it is in a line: role or grade, school, and the id, which can be copied. */
function About({ shown }: { shown: Shown }) {
  const say = useSay()
  const intl = useIntl()
  const word = useGradeWord()
  const code = useSayCode()
  const { sourcedId, fields } = shown.record
  const grades = Array.isArray(fields.grades) ? fields.grades.map(word.of) : []
  const parts =
    'roles' in shown
      ? [...new Set(shown.roles.map(({ role }) => code('role', role))), ...grades, ...new Set(shown.roles.map(({ school }) => school.name || school.sourcedId))]
      : 'school' in shown
        ? [shown.school.name || shown.school.sourcedId, shown.course ?? '']
        : []
  return (
    <>
      <bdi>{intl.formatList(parts.filter(Boolean), { type: 'unit' })}</bdi>
      {parts.length > 0 && '. '}
      <span className={text.nowrap}>
        {say('people.idIs')} <code className={text.code}>{sourcedId}</code> <Copy text={sourcedId} />
      </span>
    </>
  )
} // prettier-ignore

/** Whose the record is to change, and whether it is still in use. */
function Origin({ shown: { record } }: { shown: Shown }) {
  const say = useSay()
  const code = useSayCode()
  const { name, path } = useDistrict()
  const { byHand, state, removedAt, removedRun, removedWhy } = record
  return (
    <>
      <p className={styles.managed}>
        <Icon name={byHand ? 'pencil' : 'lock'} size="s" />
        {byHand ? say('people.byHand.note') : say('people.managed', { district: name })}
      </p>
      {state !== 'live' && (
        <Banner tone="resting">
          <p>
            <strong>{say(`people.state.${state}`)}</strong>
            {removedAt !== null && (
              <>
                {', '}
                <Time at={removedAt} ago="beside" />
              </>
            )}
            {removedWhy !== null && `. ${code('reason', removedWhy)}`}
            {removedRun !== null && (
              <>
                {'. '}
                <Link to={`${path}/settings/rostering/jobs/${removedRun}`}>
                  {say('people.run', { run: removedRun })}
                </Link>
              </>
            )}
          </p>
        </Banner>
      )}
    </>
  )
}

const tabs = ['why', 'values', 'list', 'signIn', 'history'] as const

function Tabbed({ shown, opened }: { shown: Shown; opened: Opened }) {
  const say = useSay()
  const numbers = useNumbers()
  const { path } = useDistrict()
  const { query } = useAddress()
  const list = 'classes' in shown ? shown.classes : 'people' in shown ? shown.people : null
  const person = 'roles' in shown
  const names = tabs.filter(one => (one !== 'list' || list !== null) && (one !== 'signIn' || person))
  const tab = names.find(one => one === query.get('tab')) ?? 'why'
  const to = (one: string) => {
    const next = new URLSearchParams(query)
    next.set('tab', one)
    return `${path}/people?${next.toString()}`
  }
  const labels = {
    why: say('people.why'),
    values: say('people.values'),
    list: say('classes' in shown ? 'people.facet.classes' : 'people.facet.people'),
    signIn: say('trace.tab'),
    history: say('people.history'),
  }
  return (
    <>
      <Tabs
        label={say('people.record')}
        tabs={names.map(one => ({
          to: to(one),
          label: labels[one],
          current: one === tab,
          ...(one === 'list' && list !== null && { count: numbers.count(list.total) }),
        }))}
      />
      {tab === 'why' && <WhyTab opened={opened} name={titleOf(shown)} person={person} />}
      {tab === 'values' && <Values opened={opened} fields={shown.record.fields} byHand={shown.record.byHand} />}
      {tab === 'list' && <Seats opened={opened} shown={shown} />}
      {tab === 'signIn' && <Trace person={shown.record.id} />}
      {tab === 'history' && <History opened={opened} />}
      {'counts' in shown && tab === 'values' && (
        <p className={text.note}>
          <Said id="people.counts" values={{ ...shown.counts }} />
        </p>
      )}
    </>
  )
} // prettier-ignore
