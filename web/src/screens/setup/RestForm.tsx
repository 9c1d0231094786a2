import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { write } from '../../data/api.ts'
import { useAddress } from '../../data/address.ts'
import { useWrite } from '../../data/queries.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Select, TextArea, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import text from '../../design/text.module.css'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { SecretField } from './SecretField.tsx'
import { auths, hasToken, useRestForm, versions, type RestField } from './use-rest-form.ts'

/** Where the server is and with what it is asked; tested as soon as it is saved. */
export function RestForm({ view }: { view: SetupView }) {
  const say = useSay()
  const locked = useLocked()('settings')
  const { api } = useDistrict()
  const { set } = useAddress()
  const form = useRestForm(view)
  const { values, preset, guess } = form
  const test = useWrite(
    async () => {
      const body = form.send()
      if (body === null) return
      await write('POST', `${api}/setup/source`, body)
      await write('POST', `${api}/setup/test`)
      set({ step: 'test' })
    },
    [`${api}/setup`, `${api}/overview`],
  )
  const field = (name: RestField) => ({
    name,
    label: say(`rest.${name}`),
    value: values[name],
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => form.type(name, event.currentTarget.value),
    onBlur: () => form.leave(name),
  })
  return (
    <Form label={say('setup.connect')} problems={form.problems} live={form.live} error={test.error} onSubmit={() => test.mutate()} guard>
      <TextField {...field('url')} inputMode="url" placeholder={preset.example} note={say(form.bare ? 'rest.url.bare' : 'rest.url.note')} />
      <Select {...field('auth')} note={say('rest.auth.note')} options={auths.map(auth => ({ value: auth, label: say(`rest.auth.${auth}`) }))} />
      {hasToken(values.auth) && (
        <>
          <TextField {...field('tokenUrl')} inputMode="url" note={say('rest.tokenUrl.note')} />
          {guess !== null && (
            <p>
              {say('rest.guess')} <code>{guess}</code>{' '}
              <Button size="small" onPress={() => form.type('tokenUrl', guess)}>
                {say('rest.guess.use')}
              </Button>
            </p>
          )}
        </>
      )}
      {values.auth !== 'bearer' && <TextField {...field('clientId')} />}
      <SecretField {...field('secret')} label={say(values.auth === 'bearer' ? 'rest.bearer' : 'rest.secret')} kept={form.hasSecret ? (view.source?.secret ?? null) : null} />
      <Disclosure label={say('rest.more')} open={form.problems.some(problem => problem.field === 'pageSize')}>
        <div className={text.stack}>
        <Select {...field('version')} options={versions.map(version => ({ value: version, label: version === 'auto' ? say('rest.version.auto') : version }))} />
        <TextField {...field('pageSize')} inputMode="numeric" note={say('rest.pageSize.note')} />
        {hasToken(values.auth) && (
          <>
            <TextArea {...field('scopes')} rows={2} note={say('rest.scopes.note')} />
            <TextField {...field('tokenExtras')} placeholder="appName=district" note={say('rest.tokenExtras.note')} />
          </>
        )}
        <TextField {...field('headers')} placeholder='{"x-example": "value"}' note={say('rest.headers.note')} />
        </div>
      </Disclosure>
      <Buttons>
        <Button kind="primary" type="submit" busy={test.isPending} locked={locked}>
          {say(test.isPending ? 'rest.testing' : 'rest.save')}
        </Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore
