import { useState } from 'react'
import type { FleetRequests as Answer } from '../../../../src/http/contract/requests.ts'
import { useAddress } from '../../data/address.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { Checkbox, TextArea } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Lines } from '../../design/Lines.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Empty, Loaded } from '../../design/PageStates.tsx'
import { Section } from '../../design/Section.tsx'
import { Status } from '../../design/Status.tsx'
import { Time } from '../../design/Time.tsx'
import { isPage } from '../../pages.ts'
import { useSay, useSayCode } from '../../words/say.tsx'

type Request = Answer['requests'][number]

/** V4: what districts ask, the oldest open one first, with what their page knew. An answer is mailed and closes it. */
export function FleetRequests() {
  const say = useSay()
  const { query, set } = useAddress()
  const requests = useRead<Answer>('/api/fleet/requests', { every: 30_000 })
  const closed = query.get('closed') === 'true'
  return (
    <Page title={say('vendor.requests')} lead={say('requests.lead')} zone>
      <Checkbox
        name="closed"
        label={say('requests.closed')}
        checked={closed}
        onChange={event => set({ closed: event.currentTarget.checked ? 'true' : null })}
      />
      <Loaded query={requests}>
        {answer => {
          const shown = answer.requests.filter(({ status }) => closed || status === 'open')
          if (shown.length === 0) return <Empty>{say('requests.none')}</Empty>
          return shown.map(request => <OneRequest key={request.id} request={request} />)
        }}
      </Loaded>
    </Page>
  )
}

function OneRequest({ request }: { request: Request }) {
  const say = useSay()
  const code = useSayCode()
  const { district, kind, answers, status, who, createdAt, answeredAt, answer } = request
  const { page } = answers
  return (
    <Section title={`${code('requests.kind', kind)}: ${district.name}`}>
      <Lines
        lines={[
          { label: say('asked.status'), value: <Status mark={status === 'open' ? 'setup' : 'ok'}>{say(`asked.${status}`)}</Status> },
          { label: say('district'), value: <Link to={`/d/${district.key}/settings/rostering`}><bdi>{district.name}</bdi></Link> },
          { label: say('requests.who'), value: <><bdi>{who}</bdi>, <Time at={createdAt} ago="beside" /></> },
          ...['system', 'message', 'contact', 'reference'].flatMap(name => {
            const value = answers[name]
            return value ? [{ label: code('requests.answer', name), value: <bdi>{value}</bdi> }] : []
          }),
          ...(page === undefined ? [] : [{ label: say('requests.page'), value: isPage(page) ? <Link to={page}>{page}</Link> : page }]),
          ...(answeredAt === null ? [] : [{ label: say('asked.answer'), value: <><bdi>{answer ?? say('requests.noAnswer')}</bdi>, <Time at={answeredAt} ago="beside" /></> }]),
        ]}
      />
      {status === 'open' && <AnswerForm request={request} />}
    </Section>
  )
} // prettier-ignore

/** What is written first for each kind, to be changed before it is sent. */
function AnswerForm({ request: { id, kind, district } }: { request: Request }) {
  const say = useSay()
  const aloud = useAloud()
  const [open, setOpen] = useState(false)
  const send = useWrite(
    async (answer: string | null) => {
      await write('POST', `/api/districts/${district.key}/requests/${id}/answer`, { answer })
      aloud.note(say('requests.sent'))
    },
    ['/api/fleet/requests'],
  )
  if (!open)
    return (
      <Buttons>
        <Button icon="mail" onPress={() => setOpen(true)}>{say('requests.reply')}</Button>
        <Button kind="quiet" busy={send.isPending} onPress={() => send.mutate(null)}>{say('requests.close')}</Button>
      </Buttons>
    )
  return (
    <Form label={say('requests.reply')} error={send.error} guard onSubmit={({ answer = '' }) => send.mutate(answer)}>
      <TextArea name="answer" label={say('requests.reply')} defaultValue={say(kind === 'help' ? 'requests.template.help' : 'requests.template.system')} maxLength={4000} rows={5} required />
      <Buttons>
        <Button kind="primary" type="submit" busy={send.isPending}>{say('requests.send')}</Button>
        <Button onPress={() => setOpen(false)}>{say('cancel')}</Button>
      </Buttons>
    </Form>
  )
} // prettier-ignore
