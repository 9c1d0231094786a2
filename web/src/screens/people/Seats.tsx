import { useIntl } from 'react-intl'
import type { ClassView, PersonView, SchoolView } from '../../../../src/http/contract/people.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Link } from '../../design/Link.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { useTimeWords } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useGradeWord } from '../../words/grade-word.ts'
import { useSay, useSayCode } from '../../words/say.tsx'
import { recordPage, recordUrl } from '../../data/record.ts'
import type { Opened } from './RecordPanel.tsx'

type Dated = { readonly beginDate: string | null; readonly endDate: string | null }

/** The classes of a person, or the people of a class, page by page. */
export function Seats({ opened, shown }: { opened: Opened; shown: PersonView | ClassView | SchoolView }) {
  const { api } = useDistrict()
  const { query } = useAddress()
  const offset = query.get('offset')
  const page = useRead<PersonView | ClassView | SchoolView>(offset === null ? null : `${recordUrl(api, opened)}?offset=${offset}`)
  if (offset === null) return <Listed shown={shown} />
  return <Loaded query={page}>{data => <Listed shown={data} />}</Loaded>
} // prettier-ignore

function Listed({ shown }: { shown: PersonView | ClassView | SchoolView }) {
  if ('classes' in shown) return <Classes classes={shown.classes} />
  return 'people' in shown ? <Persons people={shown.people} /> : null
}

function Classes({ classes: { rows, total } }: { classes: PersonView['classes'] }) {
  const say = useSay()
  const intl = useIntl()
  const { path } = useDistrict()
  const { query } = useAddress()
  const dates = useDates()
  const why = (sourcedId: string) => {
    const next = new URLSearchParams(query)
    next.set('tab', 'why')
    next.set('class', sourcedId)
    return `${path}/people?${next.toString()}`
  }
  return (
    <>
      <Table
        caption={say('people.classes.caption', { count: total })}
        rows={rows}
        rowKey={row => row.enrollment}
        columns={[
          {
            id: 'class',
            label: say('people.class'),
            kind: 'head',
            cell: row => (
              <>
                {row.class.id === null ? <bdi>{row.class.title}</bdi> : <Link to={recordPage(path, 'classes', row.class.id)}><bdi>{row.class.title}</bdi></Link>}
                <span className={text.small}>{intl.formatList(row.teachers, { type: 'unit' })}</span>
              </>
            ),
          },
          { id: 'when', label: say('people.when'), cell: row => (row.removedAt === null ? dates(row) : say('people.ended')) },
          { id: 'why', label: say('people.why'), kind: 'bare', cell: row => <Link to={why(row.class.sourcedId)}>{say('people.why.seat')}</Link> },
        ]}
      />
      <Pages total={total} shown={rows.length} />
    </>
  )
} // prettier-ignore

function Persons({ people: { rows, total } }: { people: ClassView['people'] }) {
  const say = useSay()
  const intl = useIntl()
  const code = useSayCode()
  const word = useGradeWord()
  const { path } = useDistrict()
  const dates = useDates()
  return (
    <>
      <Table
        caption={say('people.persons.caption', { count: total })}
        rows={rows}
        rowKey={row => row.enrollment}
        columns={[
          {
            id: 'person',
            label: say('people.name'),
            kind: 'head',
            cell: ({ person }) =>
              person.id === null ? <bdi>{person.name || person.sourcedId}</bdi> : <Link to={recordPage(path, 'users', person.id)}><bdi>{person.name || person.sourcedId}</bdi></Link>,
          },
          { id: 'role', label: say('people.place'), cell: row => (row.role === 'student' && row.grades.length > 0 ? intl.formatList(row.grades.map(word.of), { type: 'unit' }) : code('role', row.role)) },
          { id: 'when', label: say('people.when'), cell: dates },
        ]}
      />
      <Pages total={total} shown={rows.length} />
    </>
  )
} // prettier-ignore

/** First and last day; an end is the day after the last. */
function useDates(): (dated: Dated) => string {
  const say = useSay()
  const times = useTimeWords()
  return ({ beginDate, endDate }) => {
    if (beginDate === null && endDate === null) return say('people.always')
    return say('people.dates', {
      from: beginDate === null ? '' : times.day(beginDate),
      until: endDate === null ? '' : times.day(endDate),
    })
  }
}

function Pages({ total, shown }: { total: number; shown: number }) {
  const say = useSay()
  const { query, set } = useAddress()
  const offset = Number(query.get('offset') ?? 0)
  return (
    <Buttons>
      {offset > 0 && <Button onPress={() => set({ offset: null })}>{say('people.firstPage')}</Button>}
      {offset + shown < total && (
        <Button onPress={() => set({ offset: String(offset + shown) })}>{say('people.more')}</Button>
      )}
    </Buttons>
  )
}
