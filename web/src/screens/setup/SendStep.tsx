import { useState } from 'react'
import type { SetupLinks, SetupLinkView } from '../../../../src/http/contract/setup-links.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { Table } from '../../design/Table.tsx'
import { Time } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import styles from './Setup.module.css'
import { LinkStatus } from './LinkStatus.tsx'

/** Hands the setup to somebody without an account: a link by mail, for this district and nothing else. */
export function SendStep({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const aloud = useAloud()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const [sent, setSent] = useState(0)
  const send = useWrite(
    (body: { email: string }) => write('POST', `${api}/setup-links`, body),
    [`${api}/setup-links`, `${api}/activity`],
  )
  const submit = ({ email = '' }: Readonly<Record<string, string>>) =>
    send.mutate(
      { email },
      {
        onSuccess: () => {
          aloud.note(say('link.sent', { email }))
          setSent(sent + 1)
        },
      },
    )
  return (
    <Section title={say('wizard.send')} note={say('link.note')}>
      <Form key={sent} label={say('wizard.send')} error={send.error} onSubmit={submit}>
        <TextField name="email" type="email" label={say('team.email')} autoComplete="off" required />
        <Buttons>
          <Button kind="primary" type="submit" icon="mail" busy={send.isPending} locked={locked}>
            {say('link.send')}
          </Button>
          <Button onPress={onClose}>{say('close')}</Button>
        </Buttons>
      </Form>
      {locked === null && (
        <div className={styles.next}>
          <Links />
        </div>
      )}
    </Section>
  )
}

function Links() {
  const say = useSay()
  const { api } = useDistrict()
  const { data } = useRead<SetupLinks>(`${api}/setup-links`, { every: 15_000 })
  if (data === undefined || data.links.length === 0) return null
  return (
    <Table
      caption={say('link.caption')}
      rows={data.links}
      rowKey={row => row.id}
      columns={[
        { id: 'email', label: say('team.email'), kind: 'head', cell: row => <bdi>{row.email}</bdi> },
        { id: 'state', label: say('wizard.test.state'), cell: row => <LinkStatus state={row.state} /> },
        { id: 'sent', label: say('link.made'), cell: row => <Time at={row.createdAt} ago="beside" /> },
        {
          id: 'seen',
          label: say('link.seen'),
          cell: row => (row.seenAt === null ? '–' : <Time at={row.seenAt} ago="beside" />),
        },
        {
          id: 'revoke',
          label: say('link.revoke'),
          kind: 'bare',
          hideLabel: true,
          cell: row => <Revoke link={row} />,
        },
      ]}
    />
  )
}

function Revoke({ link: { id, state, email } }: { link: SetupLinkView }) {
  const say = useSay()
  const { api } = useDistrict()
  const revoke = useWrite(() => write('DELETE', `${api}/setup-links/${id}`), [`${api}/setup-links`])
  if (state !== 'sent' && state !== 'opened') return null
  return (
    <Button
      size="small"
      busy={revoke.isPending}
      aria-label={say('link.revoke.of', { email })}
      onPress={() => revoke.mutate()}
    >
      {say('link.revoke')}
    </Button>
  )
}
