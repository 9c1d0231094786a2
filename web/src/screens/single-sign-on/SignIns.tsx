import type { SignInRow } from '../../../../src/http/contract/sign-in.ts'
import { Copy } from '../../design/Copy.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Link } from '../../design/Link.tsx'
import { Empty } from '../../design/PageStates.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay, useSayCode } from '../../words/say.tsx'

/** How sign-ins ended, with the code that people saw and what their provider said of them; never a token. */
export function SignIns({ signIns }: { signIns: readonly SignInRow[] }) {
  const say = useSay()
  const code = useSayCode()
  const outcome = useOutcome()
  const { path } = useDistrict()
  return (
    <Table
      caption={say('sso.recent.caption')}
      rows={signIns}
      rowKey={row => row.reference}
      empty={<Empty>{say('sso.recent.none')}</Empty>}
      columns={[
        { id: 'at', label: say('sso.at'), kind: 'head', cell: row => <Time at={row.at} ago="beside" /> },
        {
          id: 'who',
          label: say('sso.who'),
          cell: ({ user, sourcedId }) =>
            user === null ? (
              (sourcedId ?? say('sso.unknown'))
            ) : (
              <Link to={`${path}/settings/single-sign-on/${user.id}`}>
                <bdi>{user.name}</bdi>
              </Link>
            ),
        },
        {
          id: 'provider',
          label: say('sso.provider'),
          cell: row => <bdi>{code('sso.by', row.provider)}</bdi>,
        },
        {
          id: 'outcome',
          label: say('sso.outcome'),
          kind: 'wide',
          cell: row => (
            <>
              <Status mark={row.outcome === 'signed_in' ? 'ok' : 'trouble'}>
                {outcome(row.outcome, row.absent)}
              </Status>
              {row.claims !== null && Object.keys(row.claims).length > 0 && (
                <Disclosure label={say('sso.claims')}>
                  <dl lang="en">
                    {Object.entries(row.claims).map(([name, value]) => (
                      <div key={name}>
                        <dt>{name}</dt>
                        <dd className={text.code}>{value}</dd>
                      </div>
                    ))}
                  </dl>
                </Disclosure>
              )}
            </>
          ),
        },
        {
          id: 'reference',
          label: say('sso.reference'),
          cell: row => (
            <span className={text.nowrap}>
              {row.reference} <Copy text={row.reference} />
            </span>
          ),
        },
      ]}
    />
  )
}

/** The sentence that the person saw, for each way a sign-in can end. */
export function useOutcome(): (outcome: string, absent?: string | null) => string {
  const say = useSay()
  return (outcome, absent = null) => {
    const why = `notReady.${absent ?? ''}`
    const id = outcome === 'signed_in' ? 'sso.signed_in' : isMessage(why) ? why : `notReady.${outcome}`
    return isMessage(id) ? say(id) : outcome
  }
}
