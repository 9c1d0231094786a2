import type { Overview } from '../../../../src/http/contract/overview.ts'
import { Link } from '../../design/Link.tsx'
import { isPage } from '../../pages.ts'
import { Empty } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay, useSayCode } from '../../words/say.tsx'

const shownGroups = 5

/** The five largest groups of issues, errors first, each with its fix. */
export function Issues({ issues: { total, groups } }: { issues: Overview['issues'] }) {
  const say = useSay()
  const code = useSayCode()
  const numbers = useNumbers()
  const { path } = useDistrict()
  const all = `${path}/settings/rostering/issues`
  return (
    <Section title={say('issues')} action={isPage(all) && <Link to={all}>{say('issues.all')}</Link>}>
      <Table
        caption={say('issues.caption', { total, groups: groups.length })}
        rows={groups.slice(0, shownGroups)}
        rowKey={group => `${group.rule} ${group.severity}`}
        empty={<Empty>{say('issues.none')}</Empty>}
        columns={[
          {
            id: 'what',
            label: say('issues.what'),
            kind: 'head',
            cell: group => (
              <>
                <Link to={`${all}?rule=${group.rule}`}>{code('rule', group.rule)}</Link>
                <small lang="en">{group.fix}</small>
              </>
            ),
          },
          {
            id: 'severity',
            label: say('issues.severity'),
            kind: 'bare',
            cell: ({ severity }) => (
              <Status mark={severity === 'error' ? 'trouble' : 'caution'}>
                {say(`severity.${severity}`)}
              </Status>
            ),
          },
          {
            id: 'count',
            label: say('issues.records'),
            kind: 'number',
            cell: group => numbers.count(group.count),
          },
          {
            id: 'first',
            label: say('issues.first'),
            kind: 'wide',
            cell: group => <Time at={group.firstSeen} style="date" />,
          },
        ]}
      />
    </Section>
  )
}
