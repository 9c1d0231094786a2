import { useState } from 'react'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { Banner } from '../../design/Banner.tsx'
import { Button, Buttons } from '../../design/Button.tsx'
import { TextArea } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import type { GuideId } from '../../guides/list.ts'
import { useSay } from '../../words/say.tsx'
import { useFrom } from './from.ts'
import styles from './Help.module.css'

type Said = { readonly helpful: boolean; readonly comment: string | null }

/** Yes is one click; a No is asked what was missing, and may go without. Only for people of a district. */
export function Helpful({ guide }: { guide: GuideId }) {
  const say = useSay()
  const { district } = useFrom()
  const [missed, setMissed] = useState(false)
  const tell = useWrite((said: Said) =>
    write('POST', `/api/districts/${district?.key}/guides/${guide}/feedback`, said),
  )
  if (district === null) return null
  if (tell.isSuccess)
    return (
      <div className={styles.helpful}>
        <Banner tone="ok" role="status">
          {say('help.thanks')}
        </Banner>
      </div>
    )
  return (
    <section className={styles.helpful} aria-labelledby="helpful">
      <h2 id="helpful">{say('help.helpful')}</h2>
      {missed ? (
        <Form
          label={say('help.helpful')}
          error={tell.error}
          onSubmit={({ comment = '' }) => tell.mutate({ helpful: false, comment: comment.trim() || null })}
        >
          <TextArea
            name="comment"
            label={say('help.missed')}
            note={say('help.missed.note')}
            maxLength={2000}
          />
          <div>
            <Button type="submit" busy={tell.isPending}>
              {say('help.send')}
            </Button>
          </div>
        </Form>
      ) : (
        <Buttons>
          <Button busy={tell.isPending} onPress={() => tell.mutate({ helpful: true, comment: null })}>
            {say('help.yes')}
          </Button>
          <Button onPress={() => setMissed(true)}>{say('help.no')}</Button>
        </Buttons>
      )}
      {tell.error && !missed && <p>{tell.error.message}</p>}
    </section>
  )
}
