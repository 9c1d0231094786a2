import { useRef, useState, type ReactNode } from 'react'
import { write } from '../data/api.ts'
import { Dialog } from '../design/Dialog.tsx'
import { TextField } from '../design/Field.tsx'
import { Form } from '../design/Form.tsx'
import { useSay } from '../words/say.tsx'
import { ProofContext } from './proof.ts'
import { useSession } from './session.ts'

/** Stands ready to ask for the password, or the code where there is a second factor. */
export function Proof({ children }: { children: ReactNode }) {
  const say = useSay()
  const { who } = useSession()
  const [asking, setAsking] = useState<((proven: boolean) => void) | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const given = useRef('')
  const end = (proven: boolean) => {
    asking?.(proven)
    setAsking(null)
    setError(null)
    given.current = ''
  }
  const prove = async () => {
    const body = who.factor ? { code: given.current } : { password: given.current }
    try {
      await write('POST', '/api/session/prove', body)
      end(true)
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }
  return (
    <ProofContext value={() => new Promise(answer => setAsking(() => answer))}>
      {children}
      <Dialog
        title={say('proof')}
        open={asking !== null}
        confirm={say('proof.confirm')}
        onClose={() => end(false)}
        onConfirm={() => void prove()}
      >
        <p>{say('proof.why')}</p>
        <Form label={say('proof')} error={error} onSubmit={() => void prove()}>
          <TextField
            name="proof"
            label={who.factor ? say('signIn.code') : say('signIn.password')}
            type={who.factor ? 'text' : 'password'}
            autoComplete={who.factor ? 'one-time-code' : 'current-password'}
            onChange={event => {
              given.current = event.currentTarget.value
            }}
          />
        </Form>
      </Dialog>
    </ProofContext>
  )
}
