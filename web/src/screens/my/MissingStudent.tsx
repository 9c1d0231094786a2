import { useState } from 'react'
import type { Missing } from '../../../../src/http/contract/my.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button } from '../../design/Button.tsx'
import { Copy } from '../../design/Copy.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Section } from '../../design/Section.tsx'
import { useTimeWords } from '../../design/Time.tsx'
import { useSession } from '../../session/session.ts'
import { useSay } from '../../words/say.tsx'
import { myUrl } from './url.ts'
import styles from './My.module.css'

type Answered = { readonly asked: string; readonly found: Missing }

/** Whether the source has a student, and who can fix it: an answer to send on, with nothing that was not typed. */
export function MissingStudent({ id }: { id: string }) {
  const say = useSay()
  const [answered, setAnswered] = useState<Answered | null>(null)
  const ask = useWrite(async ({ asked = '' }: Readonly<Record<string, string>>) => {
    setAnswered({ asked, found: await write<Missing>('POST', `${myUrl}/${id}/missing`, { asked }) })
  })
  return (
    <Section title={say('my.missing')} id="missing">
      <div className={styles.ask}>
        <Form label={say('my.missing')} error={ask.error} onSubmit={values => ask.mutate(values)}>
          <TextField
            name="asked"
            label={say('my.missing.label')}
            note={say('my.missing.note')}
            autoComplete="off"
            required
          />
          <div>
            <Button type="submit" busy={ask.isPending}>
              {say('my.missing.check')}
            </Button>
          </div>
        </Form>
      </div>
      <div role="status" className={styles.answer}>
        {answered && <Answer {...answered} />}
      </div>
    </Section>
  )
}

function Answer({ asked, found }: Answered) {
  const say = useSay()
  const words = useTimeWords()
  const [district] = useSession().districts
  const { outcome, who, code, on, lastRead, nextSync } = found
  const values = {
    asked,
    day: on === null ? '' : words.day(on),
    last: lastRead === null ? '' : words.time(lastRead),
    next: nextSync === null ? '' : words.time(nextSync),
    known: nextSync === null ? 'no' : 'yes',
    district: district?.name ?? '',
  }
  const what = say(`my.missing.${outcome}`, values)
  const turn = say(`my.missing.who.${who}`, values)
  return (
    <Banner tone={outcome === 'here' ? 'ok' : 'caution'}>
      <p>
        <strong>{what}</strong>
      </p>
      <p>
        <b>{say('my.who')}</b> {turn}
      </p>
      <p className={styles.copied}>
        <Copy text={`${what} ${say('my.who')} ${turn} (${code})`} label={say('my.copy')} />{' '}
        {say('my.code', { code })}
      </p>
    </Banner>
  )
}
