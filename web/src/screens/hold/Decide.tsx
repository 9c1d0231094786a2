import { useState } from 'react'
import type { DecidedView, Hold, PartView } from '../../../../src/http/contract/holds.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import type { FieldProblem } from '../../data/refused.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, ButtonLink } from '../../design/Button.tsx'
import { TextArea, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useNumbers, useSay } from '../../words/say.tsx'
import type { Choice } from './choices.ts'
import { useCheckAgain } from './HoldBanner.tsx'
import styles from './Hold.module.css'

type Deciding = {
  readonly hold: Hold
  readonly choice: Choice
  /** What would run; null for what runs nothing, or is being counted. */
  readonly part: PartView | null
  readonly schools: readonly string[] | null
  readonly locked: string | null
}

/** What a choice asks for, and the one button that does it. Its label says what will happen. */
export function Decide({ hold, choice, part, schools, locked }: Deciding) {
  const say = useSay()
  const { path } = useDistrict()
  const again = useCheckAgain(hold)
  if (choice === 'pause')
    return (
      <div className={styles.decide}>
        <p>{say('choice.pause.where')}</p>
        <ButtonLink kind="primary" to={`${path}/settings/rostering/settings#pauses`}>
          {say('choice.pause.go')}
        </ButtonLink>
      </div>
    )
  if (choice === 'again')
    return (
      <div className={styles.decide}>
        <Button kind="primary" busy={again.isPending} locked={locked} onPress={again.ask}>
          {say('hold.again')}
        </Button>
      </div>
    )
  return <Consent hold={hold} choice={choice} part={part} schools={schools} locked={locked} />
}

function Consent({ hold, choice, part, schools, locked }: Deciding) {
  const say = useSay()
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const decide = useDecide({ hold, choice, part, schools })
  const typed = part?.needs.typed ?? null
  const submit = ({ comment = '', typed: number = '' }: Readonly<Record<string, string>>) => {
    const found: FieldProblem[] = []
    if (comment.trim() === '')
      found.push({ field: 'comment', message: say('decide.comment.missing') })
    if (typed !== null && number.replace(/\D/g, '') !== String(typed))
      found.push({ field: 'typed', message: say('decide.typed.wrong', { count: typed }) })
    setProblems(found)
    if (found.length === 0) decide.send({ comment: comment.trim(), typed: typed ?? undefined })
  }
  const waits = choice !== 'discard' && (part === null || part.changes === 0)
  return (
    <div className={styles.decide}>
      <Form label={say('choose')} problems={problems} error={decide.error} onSubmit={submit}>
        <TextArea name="comment" label={say('decide.comment')} note={say('decide.comment.note')} required maxLength={2000} />
        {typed !== null && part !== null && (
          <TextField
            name="typed"
            label={say('decide.typed', { part: typed / Math.max(1, part.needs.of), count: typed })}
            inputMode="numeric"
            autoComplete="off"
          />
        )}
        <Button
          type="submit"
          kind={choice === 'discard' ? 'danger' : 'primary'}
          busy={decide.isPending}
          locked={locked ?? (waits ? say(choice === 'schools' && schools?.length === 0 ? 'decide.noSchool' : 'decide.nothing') : null)}
        >
          <Label choice={choice} part={part} schools={schools} />
        </Button>
        <Note choice={choice} part={part} />
      </Form>
    </div>
  )
} // prettier-ignore

function Label({ choice, part, schools }: Pick<Deciding, 'choice' | 'part' | 'schools'>) {
  const say = useSay()
  const values = { changes: part?.changes ?? 0, hazards: part?.allow.length ?? 0 }
  if (choice === 'schools') return say('decide.schools', { ...values, schools: schools?.length ?? 0 })
  return say(choice === 'discard' || choice === 'additions' ? `decide.${choice}` : 'decide.whole', values)
}

/** Whether a second person is needed, and that it can be taken back. */
function Note({ choice, part }: Pick<Deciding, 'choice' | 'part'>) {
  const say = useSay()
  const numbers = useNumbers()
  if (choice === 'discard') return <p className={text.note}>{say('decide.discard.note')}</p>
  if (part === null) return null
  const { students, of, approvers } = part.needs
  const share = numbers.percent(students / Math.max(1, of))
  return (
    <p className={text.note}>
      {students > 0 && say(approvers === 2 ? 'decide.second' : 'decide.noSecond', { share })}{' '}
      {!part.exact && say('decide.atMost')} {say('decide.undo')}
    </p>
  )
}

type Said = { readonly comment: string; readonly typed: number | undefined }

function useDecide({ hold, choice, part, schools }: Omit<Deciding, 'locked'>) {
  const say = useSay()
  const aloud = useAloud()
  const { api } = useDistrict()
  const url = `${api}/holds/${hold.plan}`
  const { mutate, error, isPending } = useWrite<DecidedView | null, Said>(
    async said => {
      const { digest } = hold
      if (choice === 'discard') {
        await write('POST', `${url}/discard`, { digest, comment: said.comment })
        return null
      }
      const only = choice === 'additions' ? 'additions' : 'all'
      return await write<DecidedView>('POST', `${url}/decide`, { digest, allow: part?.allow ?? [], only, schools, ...said })
    },
    [`${api}/holds`, `${api}/runs`, `${api}/overview`],
  )
  const send = (said: Said) =>
    mutate(said, {
      onSuccess: decided => aloud.note(say(decided === null ? 'decide.discarded' : `decide.${decided.state}`)),
    })
  return { send, error, isPending }
} // prettier-ignore
