import type { RulesPreview } from '../../../../src/http/contract/rules.ts'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'

/** Whom a change of scope would add and remove, by school, and whether a person would be asked first. */
export function PreviewTable({ preview }: { preview: RulesPreview }) {
  const say = useSay()
  const numbers = useNumbers()
  const { people, students, held } = preview
  return (
    <>
      <p>
        <Status mark={held ? 'hold' : 'ok'}>{say(held ? 'set.preview.held' : 'set.preview.clear')}</Status>
      </p>
      <p>{say('set.preview.people', { ...people })}</p>
      <p>{say('set.preview.students', { ...students })}</p>
      <Table
        caption={say('set.preview.schools')}
        rows={preview.schools}
        rowKey={({ sourcedId }) => sourcedId}
        columns={[
          { id: 'school', label: say('school'), kind: 'head', cell: ({ name }) => <bdi>{name}</bdi> },
          { id: 'added', label: say('count.added'), kind: 'number', cell: one => numbers.count(one.students.added + one.staff.added) },
          { id: 'removed', label: say('count.removed'), kind: 'number', cell: one => numbers.count(one.students.removed + one.staff.removed) },
        ]}
      />
    </>
  )
} // prettier-ignore
