import { useState, type ComponentProps } from 'react'
import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { Button } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import text from '../../design/text.module.css'
import { Time } from '../../design/Time.tsx'
import { useSay } from '../../words/say.tsx'

type Kept = NonNullable<NonNullable<SetupView['source']>['secret']>

/** A secret goes in and never comes out: of the one that is kept, only its fingerprint and its age are shown. */
export function SecretField({ kept, ...field }: { readonly kept: Kept | null } & ComponentProps<typeof TextField>) {
  const say = useSay()
  const [replacing, setReplacing] = useState(false)
  if (kept === null || replacing)
    return <TextField {...field} type="password" autoComplete="new-password" autoFocus={replacing} note={say('secret.note')} />
  return (
    <div>
      <p className={text.strong}>{field.label}</p>
      <p className={text.row}>
        <span>
          {say('secret.kept')} <code className={text.code}>{kept.fingerprint}</code>, <Time at={kept.createdAt} ago="only" />
          {kept.expiresAt !== null && (
            <>
              {' '}
              {say('secret.expires')} <Time at={kept.expiresAt} ago="beside" />
            </>
          )}
        </span>
        <Button size="small" onPress={() => setReplacing(true)}>
          {say('secret.replace')}
        </Button>
      </p>
    </div>
  )
} // prettier-ignore
