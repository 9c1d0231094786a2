import type { Hold } from '../../../../src/http/contract/holds.ts'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'
import styles from './Hold.module.css'

type School = Hold['schools'][number]
const measures = [
  ['people', 'added'], ['people', 'changed'], ['people', 'removed'], ['classes', 'added'], ['classes', 'removed'],
  ['enrollments', 'added'], ['enrollments', 'removed'],
] as const // prettier-ignore

/** The plan by school, with boxes to choose from while it can be decided. */
export function PlanSchools({
  hold: { schools },
  chosen,
  onChoose,
}: {
  readonly hold: Hold
  readonly chosen: readonly string[]
  readonly onChoose: ((schools: readonly string[]) => void) | null
}) {
  const say = useSay()
  const numbers = useNumbers()
  if (schools.length === 0) return null
  const toggle = (id: string) =>
    onChoose?.(chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id])
  const pick: Column<School> = {
    id: 'pick',
    label: say('hold.choose'),
    hideLabel: true,
    kind: 'pick',
    cell: ({ sourcedId, name }) => (
      <input
        type="checkbox"
        className={styles.pick}
        aria-label={say('hold.choose.school', { school: name })}
        checked={chosen.includes(sourcedId)}
        onChange={() => toggle(sourcedId)}
      />
    ),
    total: '',
  }
  return (
    <Section title={say('hold.schools')}>
      <Table
        caption={say(onChoose === null ? 'hold.schools.note' : 'hold.schools.pick')}
        rows={schools}
        rowKey={school => school.sourcedId}
        mark={({ hazards }) => (hazards > 0 ? 'hold' : undefined)}
        columns={[
          ...(onChoose === null ? [] : [pick]),
          {
            id: 'school',
            label: say('school'),
            kind: 'head',
            cell: ({ name }) => <bdi>{name}</bdi>,
            total: say('hold.allSchools'),
          },
          ...measures.map(([what, op]) => ({
            id: `${what} ${op}`,
            label: say(`counts.${what}.${op}`),
            kind: 'number' as const,
            cell: (school: School) => numbers.count(school[what][op]),
            total: numbers.count(schools.reduce((sum, school) => sum + school[what][op], 0)),
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
            total: '',
          },
        ]}
      />
    </Section>
  )
}
