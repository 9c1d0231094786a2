import type { Overview } from '../../../../src/http/contract/overview.ts'
import { Link } from '../../design/Link.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'
import { useHoldNumbers } from './StateHeadline.tsx'

type Hold = Overview['holds'][number]

/** What waits for a person, with its number, of how many, and the limit. */
export function Holds({ holds }: { holds: readonly Hold[] }) {
  const say = useSay()
  const { path } = useDistrict()
  const shown = useHoldNumbers()
  const code = useSayCode()
  return (
    <Section title={say('holds')} flush>
      <Table
        caption={say('holds.caption', { count: holds.length })}
        rows={holds}
        rowKey={hold => `${hold.code} ${hold.kind} ${hold.school}`}
        empty={<Empty>{say('holds.none')}</Empty>}
        columns={[
          {
            id: 'reason',
            label: say('holds.reason'),
            kind: 'head',
            cell: hold => (
              <>
                <Link to={`${path}/settings/rostering/hold/${hold.plan}`}>
                  {[code('hazard', hold.code), hold.schoolName].filter(Boolean).join(', ')}
                </Link>
                <small>{hold.message}</small>
              </>
            ),
          },
          {
            id: 'number',
            label: say('holds.number'),
            kind: 'number',
            cell: hold => (
              <>
                {shown(hold).part}
                {hold.of > 0 && <small>{shown(hold).counts}</small>}
              </>
            ),
          },
          { id: 'limit', label: say('holds.limit'), kind: 'number', cell: hold => shown(hold).limit },
          { id: 'since', label: say('holds.since'), kind: 'wide', cell: hold => <Time at={hold.since} /> },
        ]}
      />
    </Section>
  )
}
