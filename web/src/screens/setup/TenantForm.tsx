import type { SetupView, Sharer, SharerAnswer } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useAddress } from '../../data/address.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { useLocked } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

/** Which tenant of ClassLink the district is. Found and confirmed, it is tested at once. */
export function TenantForm({ view: { answers } }: { view: SetupView }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const { who } = useSession()
  const { api } = useDistrict()
  const { set } = useAddress()
  const { tenant } = answers
  const find = useWrite(
    async ({ tenant: asked = '' }: Readonly<Record<string, string>>) => {
      const { tenant: found } = await write<SharerAnswer>('POST', `${api}/setup/tenant`, { tenant: asked })
      if (found.state !== 'confirmed') return
      await write('POST', `${api}/setup/test`)
      set({ step: 'test' })
    },
    [`${api}/setup`, `${api}/requests`, `${api}/overview`],
  )
  const confirms = who.kind === 'vendor' && tenant?.state === 'unconfirmed'
  return (
    <Form label={say('setup.connect')} error={find.error} onSubmit={values => find.mutate(values)}>
      {tenant !== null && <Found tenant={tenant} />}
      <TextField name="tenant" label={say('tenant.field')} note={say('tenant.note')} defaultValue={tenant?.asked ?? ''} autoComplete="off" spellCheck={false} maxLength={200} required />
      <Buttons>
        <Button kind="primary" type="submit" busy={find.isPending} locked={locked}>
          {say(confirms ? 'tenant.confirm' : tenant === null || tenant.state === 'confirmed' ? 'tenant.find' : 'tenant.again')}
        </Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore

const tones = { unseen: 'caution', closed: 'caution', unconfirmed: 'resting', confirmed: 'ok' } as const

/** What is known of the tenant that was asked for, and whose turn it is. */
function Found({ tenant: { asked, tenantId, name, state } }: { tenant: Sharer }) {
  const say = useSay()
  const { vendor } = useSession()
  return (
    <Banner tone={tones[state]} role="status">
      <p>{say(`tenant.${state}`, { asked, tenant: tenantId, name, vendor: vendor.name })}</p>
    </Banner>
  )
}
