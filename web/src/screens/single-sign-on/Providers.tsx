import { useState } from 'react'
import type { IdentityProviderView } from '../../../../src/http/contract/sign-in.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Empty, Failed } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Table } from '../../design/Table.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { ProviderForm } from './ProviderForm.tsx'
import { Address } from './Address.tsx'

/** Identity providers of the district by OpenID Connect: added, changed, switched off and removed here. */
export function Providers({ providers }: { providers: readonly IdentityProviderView[] }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const [open, setOpen] = useState<string | null>(null)
  const edited = providers.find(({ id }) => id === open) ?? null
  return (
    <Section
      title={say('sso.providers')}
      note={say('sso.providers.note')}
      action={
        <Button icon="plus" locked={locked} onPress={() => setOpen('new')}>
          {say('sso.add')}
        </Button>
      }
    >
      {(open === 'new' || edited !== null) && <ProviderForm key={open} provider={edited} onClose={() => setOpen(null)} />}
      <Table
        caption={say('sso.providers')}
        rows={providers}
        rowKey={row => row.id}
        empty={<Empty>{say('sso.providers.none')}</Empty>}
        columns={[
          {
            id: 'name',
            label: say('sso.name'),
            kind: 'head',
            cell: row => (
              <>
                <bdi>{row.name}</bdi>
                <span className={text.small}>{row.issuer}</span>
              </>
            ),
          },
          { id: 'state', label: say('wizard.test.state'), cell: row => <Status mark={row.enabled ? 'ok' : 'paused'}>{say(row.enabled ? 'sso.enabled' : 'sso.disabled')}</Status> },
          { id: 'finds', label: say('sso.finds'), cell: row => say('sso.finds.by', { claim: row.claim, field: say(`sso.finds.${row.finds}`) }) },
          { id: 'secret', label: say('rest.secret'), cell: row => <Secret secret={row.secret} /> },
          { id: 'start', label: say('sso.start'), kind: 'wide', cell: row => <Address url={row.start} /> },
          {
            id: 'actions',
            label: say('sso.change'),
            kind: 'bare',
            hideLabel: true,
            cell: row =>
              locked === null && (
                <span className={text.row}>
                  <Button size="small" aria-label={say('sso.change.of', { name: row.name })} onPress={() => setOpen(row.id)}>
                    {say('sso.change')}
                  </Button>
                  <Remove provider={row} />
                </span>
              ),
          },
        ]}
      />
    </Section>
  )
} // prettier-ignore

function Secret({ secret }: { secret: IdentityProviderView['secret'] }) {
  const say = useSay()
  if (secret === null) return <Status mark="caution">{say('sso.secret.none')}</Status>
  return (
    <>
      <code className={text.code}>{secret.fingerprint}</code>, <Time at={secret.since} ago="only" />
      {secret.expiresAt !== null && (
        <span className={text.small}>
          {say('secret.expires')} <Time at={secret.expiresAt} ago="beside" />
        </span>
      )}
    </>
  )
}

function Remove({ provider: { id, name } }: { provider: IdentityProviderView }) {
  const say = useSay()
  const { api } = useDistrict()
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const remove = useWrite(
    () => write('DELETE', `${api}/sign-in/providers/${id}`),
    [`${api}/sign-in`, `${api}/activity`],
  )
  return (
    <>
      <Button size="small" aria-label={say('sso.remove.of', { name })} onPress={() => setAsking(true)}>
        {say('sso.remove')}
      </Button>
      <Dialog
        title={say('sso.remove.of', { name })}
        open={asking}
        confirm={say('sso.remove')}
        danger
        busy={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
      >
        {remove.error && <Failed error={remove.error} />}
        <p>{say('sso.remove.note')}</p>
      </Dialog>
    </>
  )
}
