import { useState } from 'react'
import type { SecretLine, SecretList } from '../../../../src/http/contract/secrets.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { DateField, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay, useSayCode } from '../../words/say.tsx'

/** What the source is asked with: renewed before the old one ends, for two are in use until one is retired. */
export function Secrets() {
  const say = useSay()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const [renewing, setRenewing] = useState<string | null>(null)
  const { data } = useRead<SecretList>(locked === null ? `${api}/secrets` : null)
  const ours = data?.secrets.filter(({ name }) => !name.startsWith('oidcSecret')) ?? []
  const shown = ours.filter(({ state }) => state !== 'retired')
  if (ours.length === 0) return null
  return (
    <Section id="secrets" title={say('secrets')} note={say('secrets.about')}>
      <Table
        caption={say('secrets.caption')}
        rows={shown}
        rowKey={row => `${row.name} ${row.version}`}
        columns={[
          { id: 'name', label: say('secrets.name'), kind: 'head', cell: row => <Name secret={row} /> },
          { id: 'state', label: say('wizard.test.state'), cell: row => <Status mark={row.state === 'active' ? 'ok' : 'late'}>{say(row.state === 'active' ? 'secrets.active' : 'secrets.expired')}</Status> },
          { id: 'print', label: say('secrets.fingerprint'), cell: row => <code className={text.code}>{row.fingerprint}</code> },
          { id: 'since', label: say('secrets.since'), cell: row => <Time at={row.createdAt} ago="beside" /> },
          { id: 'ends', label: say('secret.expires'), cell: row => (row.expiresAt === null ? '–' : <Time at={row.expiresAt} ago="beside" />) },
          { id: 'retire', label: say('secrets.retire'), kind: 'bare', hideLabel: true, cell: row => <Retire secret={row} last={shown.filter(one => one.name === row.name).length === 1} /> },
        ]}
      />
      {renewing === null ? (
        <Buttons>
          {[...new Set(ours.map(({ name }) => name))].map(name => (
            <Button key={name} icon="key" onPress={() => setRenewing(name)}>
              {say('secrets.renew')}
            </Button>
          ))}
        </Buttons>
      ) : (
        <Renew name={renewing} onClose={() => setRenewing(null)} />
      )}
    </Section>
  )
} // prettier-ignore

function Name({ secret: { name, who } }: { secret: SecretLine }) {
  const code = useSayCode()
  return (
    <>
      {code('secrets.name', name)}
      <span className={text.small}>
        <bdi>{who}</bdi>
      </span>
    </>
  )
}

function Renew({ name, onClose }: { name: string; onClose: () => void }) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const keep = useWrite(
    async ({ value = '', until = '' }: Readonly<Record<string, string>>) => {
      await write('PUT', `${api}/secrets/${name}`, { value, expiresAt: until === '' ? null : `${until}T00:00:00Z` })
      aloud.note(say('secrets.renewed'))
      onClose()
    },
    [`${api}/secrets`, `${api}/activity`],
  )
  return (
    <Form label={say('secrets.renew')} error={keep.error} onSubmit={values => keep.mutate(values)}>
      <TextField name="value" type="password" autoComplete="new-password" autoFocus label={say('secrets.value')} note={say('secret.note')} required />
      <DateField name="until" label={say('secrets.until')} note={say('secrets.until.note')} />
      <Buttons>
        <Button kind="primary" type="submit" busy={keep.isPending}>
          {say('secrets.keep')}
        </Button>
        <Button onPress={onClose}>{say('cancel')}</Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore

/** The last one that works is not ended here: nothing could be read any more. */
function Retire({ secret: { name, version, fingerprint }, last }: { secret: SecretLine; last: boolean }) {
  const say = useSay()
  const { api } = useDistrict()
  const retire = useWrite(
    () => write('DELETE', `${api}/secrets/${name}?version=${version}`),
    [`${api}/secrets`, `${api}/activity`],
  )
  if (last) return null
  return (
    <Button
      size="small"
      busy={retire.isPending}
      aria-label={say('secrets.retire.of', { fingerprint })}
      onPress={() => retire.mutate()}
    >
      {say('secrets.retire')}
    </Button>
  )
}
