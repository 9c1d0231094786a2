import { useState } from 'react'
import type { MemberView, Team as Answer } from '../../../../src/http/contract/team.ts'
import { useRead } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table, type Column } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time, useTimeWords } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { InviteForm } from './InviteForm.tsx'
import { MemberActions } from './MemberActions.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { Tokens } from './Tokens.tsx'
import styles from './Team.module.css'

/** D12: who looks after the district, and the reader's own second factor. */
export function Team() {
  const say = useSay()
  const locked = useLocked()
  const { name, api } = useDistrict()
  const { who } = useSession()
  const [inviting, setInviting] = useState(false)
  const team = useRead<Answer>(`${api}/team`)
  return (
    <Page
      title={say('team.title')}
      lead={say('team.lead', { district: name })}
      actions={
        <Button kind="primary" icon="mail" locked={locked('team')} onPress={() => setInviting(true)}>
          {say('team.invite')}
        </Button>
      }
    >
      {inviting && <InviteForm onClose={() => setInviting(false)} />}
      <div className={styles.part}>
        <Loaded query={team} rows={4}>
          {({ members }) => <Members members={members} />}
        </Loaded>
      </div>
      {locked('team') === null && <Tokens />}
      {(who.kind === 'member' || who.kind === 'vendor') && (
        <Section title={say('team.me')}>
          <SecondFactor />
        </Section>
      )}
    </Page>
  )
}

function Members({ members }: { members: readonly MemberView[] }) {
  const say = useSay()
  const locked = useLocked()
  const { name } = useDistrict()
  const columns = useColumns()
  const mayChange = locked('team') === null
  const actions: Column<MemberView> = {
    id: 'actions',
    label: say('team.change'),
    kind: 'bare',
    hideLabel: true,
    cell: row => <MemberActions member={row} />,
  }
  return (
    <Table
      caption={say('team.caption', { district: name })}
      columns={mayChange ? [...columns, actions] : columns}
      rows={members}
      rowKey={row => row.id}
    />
  )
}

function useColumns(): readonly Column<MemberView>[] {
  const say = useSay()
  const words = useTimeWords()
  return [
    {
      id: 'name',
      label: say('team.name'),
      kind: 'head',
      cell: row => (
        <>
          <bdi>{row.name}</bdi> {row.you && <span className={text.quiet}>({say('team.you')})</span>}
          <span className={text.small}>{row.email}</span>
        </>
      ),
    },
    {
      id: 'role',
      label: say('team.role'),
      cell: row => (
        <>
          {say(`team.${row.role}`)}
          <span className={text.small}>{say(`team.${row.role}.about`)}</span>
        </>
      ),
    },
    {
      id: 'seen',
      label: say('team.seen'),
      cell: row =>
        row.seenAt === null ? (
          say('team.waiting', { ago: words.ago(row.invitedAt) })
        ) : (
          <Time at={row.seenAt} ago="beside" />
        ),
    },
    {
      id: 'factor',
      label: say('team.factor'),
      cell: row =>
        row.factor !== null && (
          <Status mark={row.factor ? 'ok' : 'caution'}>
            {say(row.factor ? 'team.factor.on' : 'team.factor.off')}
          </Status>
        ),
    },
  ]
}
