import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { DemoPeople, FactorNeeded, Session } from '../../../../src/http/contract/session.ts'
import type { WaysIn } from '../../../../src/http/contract/sign-in.ts'
import { write } from '../../data/api.ts'
import { useAddress } from '../../data/address.ts'
import { sessionUrl, useRead, useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { useFragment } from '../../session/fragment.ts'
import { backAddress, homeOf } from '../../session/session.ts'
import { useSay } from '../../words/say.tsx'
import { Doorway } from './Doorway.tsx'
import styles from './Doorway.module.css'

type Step =
  { readonly at: 'password' } | { readonly at: 'code'; readonly ticket: string } | { readonly at: 'forgot' }

/** Sign-in by email and password, then a code where one was set up; and back to the page that was asked for. */
export function SignIn() {
  const say = useSay()
  const { query } = useAddress()
  // Whom a provider has vouched for, and who has a second factor, comes with the ticket of the first half.
  const ticket = useFragment()
  const [step, setStep] = useState<Step>(ticket === '' ? { at: 'password' } : { at: 'code', ticket })
  const enter = useEnter(backAddress(query.get('back')))
  return (
    <Doorway title={say('signIn')} lead={say('signIn.lead')}>
      {query.has('ended') && (
        <Banner tone="running" icon="late" role="status">
          {say('signIn.ended')}
        </Banner>
      )}
      {query.has('out') && (
        <Banner tone="ok" role="status">
          {say('signIn.out')}
        </Banner>
      )}
      {step.at === 'password' && (
        <Password
          onSession={enter}
          onFactor={({ ticket }) => setStep({ at: 'code', ticket })}
          onForgot={() => setStep({ at: 'forgot' })}
        />
      )}
      {step.at === 'code' && (
        <Code ticket={step.ticket} onSession={enter} onBack={() => setStep({ at: 'password' })} />
      )}
      {step.at === 'forgot' && <Forgot onBack={() => setStep({ at: 'password' })} />}
      {step.at === 'password' && <Elsewhere back={backAddress(query.get('back'))} isOut={query.has('out')} />}
      {step.at === 'password' && <Demo onSession={enter} />}
    </Doorway>
  )
}

/** Begins the session that the service has just opened. */
export function useEnter(back: string | null = null): (session: Session) => void {
  const queries = useQueryClient()
  const router = useRouter()
  return session => {
    queries.clear()
    queries.setQueryData([sessionUrl], session)
    router.history.replace(back ?? homeOf(session))
  }
}

function Password({
  onSession,
  onFactor,
  onForgot,
}: {
  onSession: (session: Session) => void
  onFactor: (needed: FactorNeeded) => void
  onForgot: () => void
}) {
  const say = useSay()
  const signIn = useWrite(async (body: Readonly<Record<string, string>>) => {
    const answer = await write<Session | FactorNeeded>('POST', sessionUrl, body)
    if ('secondFactor' in answer) onFactor(answer)
    else onSession(answer)
  })
  return (
    <Form label={say('signIn')} error={signIn.error} onSubmit={values => signIn.mutate(values)}>
      <TextField name="email" label={say('signIn.email')} type="email" autoComplete="username" required />
      <TextField
        name="password"
        label={say('signIn.password')}
        type="password"
        autoComplete="current-password"
        required
      />
      <Button kind="primary" type="submit" busy={signIn.isPending}>
        {say('signIn')}
      </Button>
      <Button kind="quiet" onPress={onForgot}>
        {say('signIn.forgot')}
      </Button>
    </Form>
  )
}

function Code({
  ticket,
  onSession,
  onBack,
}: {
  ticket: string
  onSession: (session: Session) => void
  onBack: () => void
}) {
  const say = useSay()
  const confirm = useWrite(async ({ code = '' }: Readonly<Record<string, string>>) =>
    onSession(await write<Session>('POST', '/api/session/second-factor', { ticket, code: code.trim() })),
  )
  return (
    <Form label={say('signIn.code')} error={confirm.error} onSubmit={values => confirm.mutate(values)}>
      <TextField
        name="code"
        label={say('signIn.code')}
        note={say('signIn.code.note')}
        autoComplete="one-time-code"
        inputMode="text"
        required
      />
      <Button kind="primary" type="submit" busy={confirm.isPending}>
        {say('signIn.continue')}
      </Button>
      <Button kind="quiet" onPress={onBack}>
        {say('back')}
      </Button>
    </Form>
  )
}

function Forgot({ onBack }: { onBack: () => void }) {
  const say = useSay()
  const ask = useWrite((body: Readonly<Record<string, string>>) =>
    write('POST', '/api/password/forgot', body),
  )
  if (ask.isSuccess)
    return (
      <Banner tone="ok" icon="mail" role="status">
        {say('signIn.forgot.sent')}
      </Banner>
    )
  return (
    <Form label={say('signIn.forgot')} error={ask.error} onSubmit={values => ask.mutate(values)}>
      <TextField
        name="email"
        label={say('signIn.email')}
        note={say('signIn.forgot.note')}
        type="email"
        autoComplete="username"
        required
      />
      <Button kind="primary" type="submit" busy={ask.isPending}>
        {say('signIn.forgot.send')}
      </Button>
      <Button kind="quiet" onPress={onBack}>
        {say('back')}
      </Button>
    </Form>
  )
}

/**
 * Whom a provider vouches for needs no password of ours. It is a page of its own, so a plain link leads there. After
 * somebody signed out the next may be somebody else, whom the provider is to ask.
 */
function Elsewhere({ back, isOut }: { back: string | null; isOut: boolean }) {
  const say = useSay()
  const { data } = useRead<WaysIn>('/api/ways-in')
  const ways = portals.filter(({ key }) => data?.[key])
  if (ways.length === 0) return null
  const query = new URLSearchParams({ ...(back !== null && { back }), ...(isOut && { confirm: '1' }) })
  return (
    <p className={styles.elsewhere}>
      <span className={styles.or}>{say('signIn.or')}</span>
      {ways.map(({ key, provider }) => (
        <a key={key} href={`/sso/${key}/start?${query.toString()}`}>
          {say('signIn.with', { provider })}
        </a>
      ))}
    </p>
  )
}

const portals = [
  { key: 'classlink', provider: 'ClassLink' },
  { key: 'clever', provider: 'Clever' },
] as const

/** Made-up people to sign in as. Only the demo has them, and says so. */
function Demo({ onSession }: { onSession: (session: Session) => void }) {
  const say = useSay()
  const { data } = useRead<DemoPeople>('/api/demo')
  const enter = useWrite(async (id: string) =>
    onSession(await write<Session>('POST', '/api/demo/session', { id })),
  )
  if (!data) return null
  return (
    <section className={styles.demo} aria-labelledby="demo">
      <p className={styles.or}>{say('signIn.or')}</p>
      <h2 id="demo">{say('signIn.demo')}</h2>
      <p className={styles.lead}>{say('signIn.demo.note')}</p>
      <ul className={styles.people}>
        {data.people.map(person => (
          <li key={person.id}>
            <button type="button" onClick={() => enter.mutate(person.id)}>
              <b>{person.name}</b>
              <span>{person.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
