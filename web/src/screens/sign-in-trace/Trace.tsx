import type { SignInTrace } from '../../../../src/http/contract/sign-in.ts'
import { useRead } from '../../data/queries.ts'
import { Copy } from '../../design/Copy.tsx'
import { Link } from '../../design/Link.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status, type Mark } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time, useTimeWords } from '../../design/Time.tsx'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'
import { SignIns, useOutcome } from '../single-sign-on/SignIns.tsx'

type Check = SignInTrace['checks'][number]
const marks: Readonly<Record<Check['state'], Mark>> = { passed: 'ok', failed: 'trouble', unknown: 'setup' }

/** What a sign-in of somebody meets, in order: what holds, what does not, and whose turn it is. */
export function Trace({ person, named = false }: { person: string; named?: boolean }) {
  const { api } = useDistrict()
  const trace = useRead<SignInTrace>(`${api}/people/${person}/sign-in`)
  return (
    <Loaded query={trace} rows={6}>
      {found => (
        <>
          {named && <Named person={found.person} />}
          <Found trace={found} />
        </>
      )}
    </Loaded>
  )
}

function Named({ person: { id, name, sourcedId } }: Pick<SignInTrace, 'person'>) {
  const { path } = useDistrict()
  return (
    <h2>
      <Link to={`${path}/people?open=users:${id}`}>
        <bdi>{name}</bdi>
      </Link>{' '}
      <span className={text.quiet}>{sourcedId}</span>
    </h2>
  )
}

function Found({ trace }: { trace: SignInTrace }) {
  const say = useSay()
  const code = useSayCode()
  const tell = useTell()
  const owner = useOwner()
  const { person, checks, logins, signIns } = trace
  const told = [
    person.sourcedId,
    ...checks.map(check => [`${say(`trace.${check.state}`)}: ${tell(check)}`, check.owner && `${say('trace.owner')}: ${owner(check.owner)}`].filter(Boolean).join(' ')),
  ].join('\n')
  return (
    <>
      <Table
        caption={say('trace.caption')}
        rows={checks}
        rowKey={row => row.check}
        columns={[
          { id: 'state', label: say('wizard.test.state'), cell: row => <Status mark={marks[row.state]}>{say(`trace.${row.state}`)}</Status> },
          { id: 'check', label: say('wizard.test.check'), kind: 'head', cell: tell },
          { id: 'owner', label: say('trace.owner'), cell: row => (row.owner === null ? '–' : owner(row.owner)) },
        ]}
      />
      <Copy text={told} label={say('notReady.copy')} />
      <Section title={say('trace.logins')} note={say('trace.logins.note')}>
        <Table
          caption={say('trace.logins')}
          rows={logins}
          rowKey={row => `${row.provider} ${row.issuer} ${row.linkedAt}`}
          empty={<Empty>{say('trace.logins.none')}</Empty>}
          columns={[
            { id: 'provider', label: say('sso.provider'), kind: 'head', cell: row => <bdi>{code('sso.by', row.provider)}</bdi> },
            { id: 'linked', label: say('trace.linked'), cell: row => <Time at={row.linkedAt} ago="beside" /> },
            { id: 'used', label: say('trace.used'), cell: row => <Time at={row.usedAt} ago="beside" /> },
          ]}
        />
      </Section>
      <Section title={say('trace.last')}>
        <SignIns signIns={signIns} />
      </Section>
    </>
  )
} // prettier-ignore

function useOwner(): (owner: NonNullable<Check['owner']>) => string {
  const say = useSay()
  const { vendor } = useSession()
  return owner => say(`owner.${owner}`, { vendor: vendor.name })
}

/** One sentence for each check as it came out. */
function useTell(): (check: Check) => string {
  const say = useSay()
  const code = useSayCode()
  const words = useTimeWords()
  const outcome = useOutcome()
  return ({ check, state, facts }) => {
    const { at, outcome: ended } = facts
    if (check === 'last_sign_in' && ended !== undefined)
      return say('trace.last_sign_in', { outcome: outcome(ended) })
    const sentence = code('trace', `${check}.${state}`)
    return at === undefined ? sentence : say('trace.at', { sentence, at: words.time(at) })
  }
}
