import type { Hold } from '../../../../src/http/contract/holds.ts'
import { recordPage } from '../../data/record.ts'
import { Link } from '../../design/Link.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'
import { useGradeWord } from '../../words/grade-word.ts'

/** The first of those who could not sign in any more, and how many they are; the list of changes has them all. */
export function Leavers({ hold: { leavers, run } }: { hold: Hold }) {
  const say = useSay()
  const numbers = useNumbers()
  const code = useSayCode()
  const word = useGradeWord()
  const { path } = useDistrict()
  const all = `${path}/settings/rostering/jobs/${run}?tab=changes&kind=users&op=removed`
  return (
    <Section
      title={say('leavers')}
      action={
        leavers.count > leavers.sample.length && (
          <Link to={all}>{say('leavers.all', { count: leavers.count })}</Link>
        )
      }
    >
      <Table
        caption={say('leavers.caption', {
          count: leavers.count,
          shown: leavers.sample.length,
          more: leavers.count > leavers.sample.length ? 'yes' : 'no',
        })}
        rows={leavers.sample}
        rowKey={row => row.id}
        empty={<Empty>{say('leavers.none')}</Empty>}
        columns={[
          {
            id: 'name',
            label: say('leavers.person'),
            kind: 'head',
            cell: row => (
              <>
                <Link to={recordPage(path, 'users', row.id, 'why')}>
                  <bdi>{row.name}</bdi>
                </Link>
                <span className={text.small}>
                  <code>{row.sourcedId}</code>
                </span>
              </>
            ),
          },
          {
            id: 'school',
            label: say('school'),
            kind: 'wide',
            cell: ({ school }) => <bdi>{school}</bdi>,
          },
          {
            id: 'grade',
            label: say('leavers.grade'),
            cell: ({ grades }) => grades.map(grade => word.of(grade)).join(', '),
          },
          {
            id: 'what',
            label: say('leavers.what'),
            kind: 'wide',
            cell: () => say('leavers.suspended', { days: numbers.count(leavers.graceDays) }),
          },
          {
            id: 'why',
            label: say('changes.why'),
            kind: 'wide',
            cell: ({ reason }) => code('reason', reason),
          },
        ]}
      />
    </Section>
  )
}
