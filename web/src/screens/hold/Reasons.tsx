import type { Hold } from '../../../../src/http/contract/holds.ts'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { useNumbers, useSay } from '../../words/say.tsx'
import { useReason } from './use-reason.ts'

/** Each reason with its number, of how many, and the limit: never one without the others. */
export function Reasons({ hold: { hazards } }: { hold: Hold }) {
  const say = useSay()
  const numbers = useNumbers()
  const reason = useReason()
  return (
    <Section title={say('hold.why')} flush>
      <Table
        caption={say('hold.why.caption', { count: hazards.length })}
        rows={hazards}
        rowKey={row => `${row.code} ${row.kind} ${row.measure} ${row.school} ${row.message}`}
        columns={[
          {
            id: 'reason',
            label: say('holds.reason'),
            kind: 'head',
            cell: row => (
              <>
                {reason(row)}
                {row.limit === 0 && <small>{row.message}</small>}
              </>
            ),
          },
          {
            id: 'count',
            label: say('hold.thisPlan'),
            kind: 'number',
            cell: row =>
              row.of > row.count || row.limit > 0 ? (
                <>
                  <b>{numbers.percent(row.count / Math.max(1, row.of))}</b>
                  <small>{say('hold.counts', { count: row.count, of: row.of })}</small>
                </>
              ) : (
                numbers.count(row.count)
              ),
          },
          {
            id: 'limit',
            label: say('holds.limit'),
            kind: 'number',
            cell: row => (row.limit === 0 ? say('hold.noLimit') : numbers.count(row.limit)),
          },
          {
            id: 'where',
            label: say('hold.where'),
            kind: 'wide',
            cell: row => <bdi>{row.schoolName ?? say('place.district')}</bdi>,
          },
        ]}
      />
    </Section>
  )
}
