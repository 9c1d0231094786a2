import { useState } from 'react'
import type { IdentityProviderView } from '../../../../src/http/contract/sign-in.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { Checkbox, Select, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { SecretField } from '../setup/SecretField.tsx'
import { Address } from './Address.tsx'

const fields = ['sourcedId', 'username', 'identifier'] as const

/** A provider by OpenID Connect, new or as it stands. People are found by an id of the roster, never by e-mail. */
export function ProviderForm({ provider, onClose }: { provider: IdentityProviderView | null; onClose: () => void }) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const [made, setMade] = useState<string | null>(null)
  const url = `${api}/sign-in/providers`
  const save = useWrite(
    async ({ name, issuer, clientId, claim, finds, enabled, secret }: Readonly<Record<string, string>>) => {
      const body = { name, issuer, clientId, claim, finds, enabled: enabled !== undefined, ...(secret && { secret }) }
      if (provider !== null) await write('PUT', `${url}/${provider.id}`, body)
      else setMade((await write<{ callback: string }>('POST', url, body)).callback)
      aloud.note(say('sso.saved'))
    },
    [`${api}/sign-in`, `${api}/activity`],
  )
  const kept = provider?.secret ?? null
  const callback = provider?.callback ?? made
  return (
    <Form label={say('sso.add')} error={save.error} onSubmit={values => save.mutate(values)} guard>
      {callback !== null && (
        <p>
          {say('sso.callback')} <Address url={callback} />
        </p>
      )}
      {made === null && (
        <>
          <TextField name="name" label={say('sso.name')} note={say('sso.name.note')} defaultValue={provider?.name ?? ''} maxLength={100} required />
          <TextField name="issuer" label={say('sso.issuer')} note={say('sso.issuer.note')} defaultValue={provider?.issuer ?? ''} inputMode="url" spellCheck={false} required />
          <TextField name="clientId" label={say('rest.clientId')} defaultValue={provider?.clientId ?? ''} spellCheck={false} autoComplete="off" required />
          <SecretField
            name="secret"
            label={say('rest.secret')}
            kept={kept === null ? null : { fingerprint: kept.fingerprint, createdAt: kept.since, expiresAt: kept.expiresAt }}
          />
          <TextField name="claim" label={say('sso.claim')} note={say('sso.claim.note')} defaultValue={provider?.claim ?? 'sub'} spellCheck={false} required />
          <Select name="finds" label={say('sso.finds')} note={say('sso.finds.note')} defaultValue={provider?.finds ?? 'sourcedId'} options={fields.map(field => ({ value: field, label: say(`sso.finds.${field}`) }))} />
          <Checkbox name="enabled" label={say('sso.enable')} defaultChecked={provider?.enabled ?? true} />
        </>
      )}
      <Buttons>
        {made === null && (
          <Button kind="primary" type="submit" busy={save.isPending}>
            {say('sso.save')}
          </Button>
        )}
        <Button onPress={onClose}>{say(made === null && !save.isSuccess ? 'cancel' : 'close')}</Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore
