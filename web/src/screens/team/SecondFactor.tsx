import { useState } from 'react'
import type { FactorBegun, FactorConfirmed, FactorState } from '../../../../src/http/contract/session.ts'
import { write } from '../../data/api.ts'
import { sessionUrl, useRead, useWrite } from '../../data/queries.ts'
import { Button, Buttons } from '../../design/Button.tsx'
import { Copy } from '../../design/Copy.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Failed, Loaded } from '../../design/PageStates.tsx'
import text from '../../design/text.module.css'
import { useSay } from '../../words/say.tsx'

const url = '/api/me/factor'

/** One's own second factor: off, being set up, its recovery codes shown once, or on. */
export function SecondFactor({ onKept }: { onKept?: () => void }) {
  const say = useSay()
  const state = useRead<FactorState>(url)
  const [begun, setBegun] = useState<FactorBegun | null>(null)
  const [recovery, setRecovery] = useState<readonly string[] | null>(null)
  const begin = useWrite(() => write<FactorBegun>('POST', url))
  const take = (codes: readonly string[]) => {
    setBegun(null)
    setRecovery(codes)
  }
  const kept = () => {
    setRecovery(null)
    onKept?.()
  }
  if (recovery !== null) return <Recovery codes={recovery} onKept={kept} />
  if (begun !== null) return <Confirm begun={begun} onDone={take} onClose={() => setBegun(null)} />
  return (
    <Loaded query={state} rows={1}>
      {({ on, recoveryLeft }) =>
        on ? (
          <TurnOff left={recoveryLeft} />
        ) : (
          <div className={text.stack}>
            <p className={text.measure}>{say('team.me.off')}</p>
            {begin.error && <Failed error={begin.error} />}
            <Button
              icon="key"
              busy={begin.isPending}
              onPress={() => begin.mutate(undefined, { onSuccess: setBegun })}
            >
              {say('team.me.begin')}
            </Button>
          </div>
        )
      }
    </Loaded>
  )
}

function Confirm({
  begun,
  onDone,
  onClose,
}: {
  begun: FactorBegun
  onDone: (codes: readonly string[]) => void
  onClose: () => void
}) {
  const say = useSay()
  const confirm = useWrite(
    (code: string) => write<FactorConfirmed>('POST', `${url}/confirm`, { code }),
    [url, sessionUrl],
  )
  const key = begun.secret.match(/.{1,4}/g)?.join(' ') ?? begun.secret
  return (
    <Form
      label={say('team.me')}
      error={confirm.error}
      onSubmit={({ code = '' }) => confirm.mutate(code, { onSuccess: answer => onDone(answer.recovery) })}
    >
      <p className={text.measure}>{say('team.me.secret')}</p>
      <p className={text.row}>
        {say('team.me.key')} <code className={text.code}>{key}</code> <Copy text={begun.secret} />
      </p>
      <p>
        <a href={begun.uri}>{say('team.me.link')}</a>
      </p>
      <TextField
        name="code"
        label={say('team.me.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
      />
      <Buttons>
        <Button kind="primary" type="submit" busy={confirm.isPending}>
          {say('team.me.confirm')}
        </Button>
        <Button onPress={onClose}>{say('cancel')}</Button>
      </Buttons>
    </Form>
  )
}

function Recovery({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const say = useSay()
  return (
    <div className={text.stack}>
      <p className={text.measure}>{say('team.me.recovery')}</p>
      <ul>
        {codes.map(code => (
          <li key={code}>
            <code className={text.code}>{code}</code>
          </li>
        ))}
      </ul>
      <Buttons>
        <Copy text={codes.join('\n')} />
        <Button kind="primary" onPress={onKept}>
          {say('team.me.kept')}
        </Button>
      </Buttons>
    </div>
  )
}

function TurnOff({ left }: { left: number }) {
  const say = useSay()
  const [asking, setAsking] = useState(false)
  const drop = useWrite(() => write('DELETE', url), [url, sessionUrl])
  return (
    <div className={text.stack}>
      <p className={text.measure}>{say('team.me.on', { left })}</p>
      <Button onPress={() => setAsking(true)}>{say('team.me.drop')}</Button>
      <Dialog
        title={say('team.me.drop.ask')}
        open={asking}
        confirm={say('team.me.drop')}
        danger
        busy={drop.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => drop.mutate(undefined, { onSuccess: () => setAsking(false) })}
      >
        {drop.error && <Failed error={drop.error} />}
        <p>{say('team.me.drop.note')}</p>
      </Dialog>
    </div>
  )
}
