import type { General } from '../../../../src/http/contract/general.ts'
import type { SetupView, Sharer, SharerAnswer } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useAddress } from '../../data/address.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { Checkbox, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { useLocked } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { PlaceFields, placeOf } from '../general/PlaceFields.tsx'

/** Each provider calls it otherwise, and it is added elsewhere. */
export type Provider = 'tenant' | 'clever'

/** Which district of ClassLink or Clever it is. Found and confirmed, it is tested at once. */
export function TenantForm({ view, provider }: { view: SetupView; provider: Provider }) {
  const { api } = useDistrict()
  const general = useRead<General>(`${api}/general`)
  return <Loaded query={general} rows={3}>{answer => <Asked view={view} provider={provider} general={answer} />}</Loaded>
} // prettier-ignore

function Asked({ view: { answers, source }, provider, general }: { view: SetupView; provider: Provider; general: General }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const { who } = useSession()
  const { api } = useDistrict()
  const { set } = useAddress()
  const { tenant } = answers
  const clever = provider === 'clever'
  const find = useWrite(
    async (values: Readonly<Record<string, string>>) => {
      const more = clever ? { place: placeOf(values), contacts: values.contacts === 'on' } : {}
      const { tenant: found } = await write<SharerAnswer>('POST', `${api}/setup/tenant`, { tenant: values.tenant ?? '', ...more })
      if (found.state !== 'confirmed') return
      await write('POST', `${api}/setup/test`)
      set({ step: 'test' })
    },
    [`${api}/setup`, `${api}/requests`, `${api}/overview`, `${api}/general`],
  )
  const confirms = who.kind === 'vendor' && tenant?.state === 'unconfirmed' && tenant.tenantId !== ''
  return (
    <Form label={say('setup.connect')} error={find.error} onSubmit={values => find.mutate(values)}>
      {tenant !== null && <Found tenant={tenant} provider={provider} />}
      <TextField name="tenant" label={say(`${provider}.field`)} note={say(`${provider}.note`)} defaultValue={tenant?.asked ?? (clever ? general.name : '')} autoComplete="off" spellCheck={false} maxLength={200} required />
      {clever && (
        <>
          <PlaceFields place={general.place} />
          <Checkbox name="contacts" label={say('clever.contacts')} note={say('clever.contacts.note')} defaultChecked={source?.settings.contacts === 'yes'} />
        </>
      )}
      <Buttons>
        <Button kind="primary" type="submit" busy={find.isPending} locked={locked}>
          {say(confirms ? `${provider}.confirm` : tenant === null || tenant.state === 'confirmed' ? 'tenant.find' : 'tenant.again')}
        </Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore

const tones = { unseen: 'caution', closed: 'caution', unconfirmed: 'resting', confirmed: 'ok' } as const

/** What is known of the district that was asked for, and whose turn it is. */
function Found({ tenant: { asked, tenantId, name, state }, provider }: { tenant: Sharer; provider: Provider }) {
  const say = useSay()
  const { vendor } = useSession()
  const several = state === 'unconfirmed' && tenantId === ''
  return (
    <Banner tone={tones[state]} role="status">
      <p>{say(several ? 'clever.several' : `${provider}.${state}`, { asked, tenant: tenantId, name, vendor: vendor.name })}</p>
    </Banner>
  )
} // prettier-ignore
