import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { TextArea, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import type { RequestBody } from '../../../../src/http/contract/requests.ts'
import type { GuideId } from '../../guides/list.ts'
import { Zone } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'
import { OwnRequests } from '../setup/OwnRequests.tsx'
import { useFrom } from './from.ts'
import styles from './Help.module.css'

/** A request to Product Support with what the page knows; who has somebody nearer is sent there. */
export function Contact({ guide }: { guide: GuideId | null }) {
  const say = useSay()
  return (
    <section aria-labelledby="contact" className={styles.apart}>
      <h2 id="contact">{say('help.contact')}</h2>
      <Ways guide={guide} />
    </section>
  )
}

function Ways({ guide }: { guide: GuideId | null }) {
  const say = useSay()
  const { session, district } = useFrom()
  if (session === null)
    return (
      <>
        <p>{say('help.contact.signIn')}</p>
        <p className={styles.button}>
          <ButtonLink to="/sign-in" icon="key">
            {say('signIn')}
          </ButtonLink>
        </p>
      </>
    )
  const { kind } = session.who
  if (kind === 'teacher' || kind === 'student')
    return <p>{say('help.contact.school', { district: district?.name ?? '' })}</p>
  if (district === null) return <p>{say('help.contact.vendor')}</p>
  const api = `/api/districts/${district.key}`
  return (
    <>
      <Write guide={guide} />
      <Zone zone={district.zone}>
        <OwnRequests api={api} />
      </Zone>
    </>
  )
}

function Write({ guide }: { guide: GuideId | null }) {
  const say = useSay()
  const { session, district, from } = useFrom()
  const vendor = session?.vendor.name ?? ''
  const requests = `/api/districts/${district?.key}/requests`
  const page = from ?? (guide === null ? '/help' : `/help/${guide}`)
  const send = useWrite(
    ({ message = '', contact = '' }: Readonly<Record<string, string>>) => {
      const answers = { message, contact, page, ...(guide !== null && { reference: `guide ${guide}` }) }
      const body: RequestBody = { kind: 'help', answers }
      return write('POST', requests, body)
    },
    [requests],
  )
  if (send.isSuccess)
    return (
      <Banner tone="ok" icon="mail" role="status">
        {say('help.contact.sent', { vendor })}
      </Banner>
    )
  return (
    <>
      <p>{say('help.contact.lead', { vendor, district: district?.name ?? '', page })}</p>
      <Form label={say('help.contact')} error={send.error} onSubmit={values => send.mutate(values)}>
        <TextArea
          name="message"
          label={say('help.contact.message')}
          note={say('help.contact.note')}
          rows={4}
          maxLength={4000}
          required
        />
        <TextField
          name="contact"
          label={say('help.contact.how')}
          defaultValue={session?.who.email ?? ''}
          autoComplete="email"
          maxLength={300}
        />
        <div>
          <Button type="submit" icon="mail" busy={send.isPending}>
            {say('help.contact.send', { vendor })}
          </Button>
        </div>
      </Form>
    </>
  )
}
