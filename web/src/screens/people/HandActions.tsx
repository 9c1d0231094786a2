import { useState } from 'react'
import type { HandMade } from '../../../../src/http/contract/hand.ts'
import type { PersonView } from '../../../../src/http/contract/people.ts'
import { write } from '../../data/api.ts'
import { useWrite } from '../../data/queries.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Button, ButtonLink, Buttons } from '../../design/Button.tsx'
import { Dialog } from '../../design/Dialog.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

/** What may be done with somebody who was made by hand: change, take out, bring back. */
export function HandActions({ person: { record, name } }: { person: PersonView }) {
  const say = useSay()
  const aloud = useAloud()
  const locked = useLocked()('decide')
  const { api, path } = useDistrict()
  const [asking, setAsking] = useState(false)
  const url = `${api}/people/${record.id}`
  const gone = record.state !== 'live'
  const turn = useWrite(async () => {
    const { run } = gone
      ? await write<HandMade>('POST', `${url}/restore`)
      : await write<HandMade>('DELETE', url)
    setAsking(false)
    aloud.note(say('hand.saved', { run }))
  }, [api])
  if (gone)
    return (
      <Buttons>
        <Button icon="undo" busy={turn.isPending} locked={locked} onPress={() => turn.mutate()}>
          {say('hand.restore')}
        </Button>
      </Buttons>
    )
  return (
    <Buttons>
      {locked === null && (
        <ButtonLink size="small" icon="pencil" to={`${path}/people/${record.id}/edit`}>
          {say('hand.edit')}
        </ButtonLink>
      )}
      <Button size="small" icon="close" locked={locked} onPress={() => setAsking(true)}>
        {say('hand.remove')}
      </Button>
      <Dialog
        title={say('hand.remove.of', { name })}
        open={asking}
        confirm={say('hand.remove')}
        danger
        busy={turn.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => turn.mutate()}
      >
        {turn.error && <Failed error={turn.error} />}
        <p>{say('hand.remove.note')}</p>
      </Dialog>
    </Buttons>
  )
}
