import { useIntl } from 'react-intl'
import type { Overview } from '../../../../src/http/contract/overview.ts'
import { useAddress } from '../../data/address.ts'
import { Link } from '../../design/Link.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status, type Mark } from '../../design/Status.tsx'
import { sorted, Table, type Column } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay } from '../../words/say.tsx'

type School = Overview['schools'][number]
const measures = ['students', 'staff', 'classes', 'enrollments'] as const
const marks: Readonly<Record<School['status'], Mark>> = {
  up_to_date: 'ok',
  on_hold: 'hold',
  running: 'running',
  never: 'setup',
}

/** Each school with its state and counts. The order stands in the address. */
export function Schools({ schools, counts }: { schools: readonly School[]; counts: Overview['counts'] }) {
  const say = useSay()
  const { locale } = useIntl()
  const { query, set } = useAddress()
  const columns = useColumns(counts)
  const sort = { by: query.get('sort') ?? 'name', down: query.get('down') === '1' }
  const value = (school: School, by: string) => {
    if (by === 'lastChange') return school.lastChange ?? ''
    return measures.find(measure => measure === by) ? school[by as (typeof measures)[number]] : school.name // One of the four.
  }
  return (
    <Section title={say('schools')}>
      <Table
        caption={say('schools.caption', { count: schools.length })}
        columns={columns}
        rows={sorted(schools, sort, value, locale)}
        rowKey={school => school.sourcedId}
        mark={school => (school.status === 'on_hold' ? 'hold' : undefined)}
        sort={sort}
        onSort={next => set({ sort: next.by, down: next.down ? '1' : null }, 'replace')}
        empty={<Empty>{say('schools.none')}</Empty>}
      />
    </Section>
  )
}

function useColumns(counts: Overview['counts']): Column<School>[] {
  const say = useSay()
  const numbers = useNumbers()
  const { path } = useDistrict()
  const total = (measure: string) => counts.find(counted => counted.measure === measure)?.now ?? 0
  return [
    {
      id: 'name',
      label: say('school'),
      kind: 'head',
      sortable: true,
      cell: school => (
        <Link to={`${path}/schools?school=${encodeURIComponent(school.sourcedId)}`}>{school.name}</Link>
      ),
      total: say('district'),
    },
    {
      id: 'status',
      label: say('status'),
      kind: 'bare',
      cell: school => <Status mark={marks[school.status]}>{say(`school.${school.status}`)}</Status>,
    },
    ...measures.map(measure => ({
      id: measure,
      label: say(`measure.${measure}`),
      kind: 'number' as const,
      sortable: true,
      cell: (school: School) => numbers.count(school[measure]),
      total: numbers.count(total(measure)),
    })),
    {
      id: 'lastChange',
      label: say('schools.lastChange'),
      kind: 'wide',
      sortable: true,
      cell: school =>
        school.lastChange === null ? say('never') : <Time at={school.lastChange} style="date" />,
    },
  ]
}
