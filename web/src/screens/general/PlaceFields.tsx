import type { General } from '../../../../src/http/contract/general.ts'
import { TextField } from '../../design/Field.tsx'
import { useSay } from '../../words/say.tsx'

/** What a district is known by outside: where it shares through a provider, it is found by it. */
export function PlaceFields({ place: { ncesId, state } }: { place: General['place'] }) {
  const say = useSay()
  return (
    <>
      <TextField
        name="ncesId"
        label={say('place.nces')}
        note={say('place.nces.note')}
        defaultValue={ncesId}
        inputMode="numeric"
        pattern="\d{7}"
        maxLength={7}
        autoComplete="off"
      />
      <TextField
        name="state"
        label={say('place.state')}
        note={say('place.state.note')}
        defaultValue={state}
        pattern="[A-Za-z]{2}"
        maxLength={2}
        autoComplete="off"
      />
    </>
  )
}

/** The place as its fields were filled in. */
export function placeOf({ ncesId = '', state = '' }: Readonly<Record<string, string>>): General['place'] {
  return { ncesId, state }
}
