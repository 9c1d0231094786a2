import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { SchoolMap, type SchoolTile } from '../../charts/SchoolMap.tsx'
import { Link } from '../../design/Link.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay } from '../../words/say.tsx'

type School = RunDetail['schools'][number]
type Kind = RunDetail['kinds'][number]['kind']
type Counts = RunDetail['kinds'][number]['counts']

const added = ({ create, restore }: Counts) => create + restore
const changed = ({ update }: Counts) => update
const removed = ({ remove, archive }: Counts) => remove + archive
const measures = [
  { id: 'people.added', kind: 'users', of: added },
  { id: 'people.changed', kind: 'users', of: changed },
  { id: 'people.removed', kind: 'users', of: removed },
  { id: 'classes.added', kind: 'classes', of: added },
  { id: 'classes.gone', kind: 'classes', of: removed },
  { id: 'enrollments.added', kind: 'enrollments', of: added },
  { id: 'enrollments.gone', kind: 'enrollments', of: removed },
] as const satisfies readonly { id: string; kind: Kind; of(counts: Counts): number }[]

/** What changed at each school, and in the district: what belongs to no school counts there alone. */
export function SchoolCounts({ detail }: { detail: RunDetail }) {
  const { schools, kinds, run } = detail
  const say = useSay()
  const numbers = useNumbers()
  const { path } = useDistrict()
  const total = (measure: (typeof measures)[number]) => {
    const counts = kinds.find(({ kind }) => kind === measure.kind)?.counts
    return numbers.count(counts === undefined ? 0 : measure.of(counts))
  }
  const columns: readonly Column<School>[] = [
    {
      id: 'school',
      label: say('school'),
      kind: 'head',
      cell: ({ name, sourcedId }) => (
        <Link
          to={`${path}/settings/rostering/jobs/${run.run}?tab=changes&school=${encodeURIComponent(sourcedId)}`}
        >
          <bdi>{name}</bdi>
        </Link>
      ),
      total: say('place.district'),
    },
    ...measures.map(measure => ({
      id: measure.id,
      label: say(`counts.${measure.id}`),
      kind: 'number' as const,
      cell: (school: School) => {
        const counts = school.kinds[measure.kind]
        return numbers.count(counts === undefined ? 0 : measure.of(counts))
      },
      total: total(measure),
    })),
    {
      id: 'limits',
      label: say('run.limits'),
      kind: 'bare',
      cell: ({ hazards }) => (
        <Status mark={hazards === 0 ? 'ok' : 'hold'}>
          {hazards === 0 ? say('limits.within') : say('limits.reached', { count: hazards })}
        </Status>
      ),
    },
  ]
  const ran = run.result === 'applied' || run.result === 'undone'
  return (
    <Section
      title={say(ran ? 'run.schools' : 'run.schools.planned')}
      action={
        <Link to={`${path}/settings/rostering/jobs/${run.run}?tab=changes`}>{say('run.allChanges')}</Link>
      }
    >
      <SchoolMap title={say('map.title')} schools={tilesOf(detail)} />
      <Table
        caption={say('run.schools.note')}
        rows={schools}
        rowKey={school => school.sourcedId}
        columns={columns}
      />
    </Section>
  )
}

/** The measures of the table, drawn; schools in which nothing changes show how large the rest is. */
function tilesOf({ schools, sizes }: RunDetail): SchoolTile[] {
  const still = { added: 0, changed: 0, removed: 0, held: false }
  const tiles = new Map(sizes.map(({ sourcedId, ...size }) => [sourcedId, { id: sourcedId, ...size, ...still }]))
  for (const { sourcedId, name, kinds, hazards } of schools) {
    const counts = [kinds.users, kinds.classes, kinds.enrollments].filter(one => one !== undefined)
    const total = (of: (counts: Counts) => number) => counts.reduce((sum, one) => sum + of(one), 0)
    const moved = { added: total(added), changed: total(changed), removed: total(removed), held: hazards > 0 }
    tiles.set(sourcedId, { id: sourcedId, name, size: tiles.get(sourcedId)?.size ?? 0, ...moved })
  }
  return [...tiles.values()]
} // prettier-ignore
