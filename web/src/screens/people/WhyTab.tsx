import { useId, useState } from 'react'
import type { SearchPage } from '../../../../src/http/contract/people.ts'
import type { Why } from '../../../../src/http/contract/why.ts'
import { useAddress } from '../../data/address.ts'
import { useRead } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import text from '../../design/text.module.css'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { Chain } from './Chain.tsx'
import { recordUrl } from '../../data/record.ts'
import { Recheck } from './Recheck.tsx'
import type { Opened } from './RecordPanel.tsx'
import styles from './People.module.css'

/** Why a record is as it is, or why a person is not in a class. */
export function WhyTab({ opened, name, person }: { opened: Opened; name: string; person: boolean }) {
  const { api } = useDistrict()
  const { query } = useAddress()
  const classId = person ? query.get('class') : null
  const asked = classId === null ? '' : `?${new URLSearchParams({ class: classId }).toString()}`
  const why = useRead<Why>(`${recordUrl(api, opened)}/why${asked}`)
  return (
    <div className={text.stack}>
      {person && <ClassQuestion name={name} />}
      <Loaded query={why} rows={6}>
        {answer => (
          <Chain why={answer} title={name}>
            <Recheck opened={opened} />
          </Chain>
        )}
      </Loaded>
    </div>
  )
}

/** A class by its name or id, with what is typed looked for among the classes of the district. */
function ClassQuestion({ name }: { name: string }) {
  const say = useSay()
  const id = useId()
  const { api } = useDistrict()
  const { query, set } = useAddress()
  const chosen = query.get('class') ?? ''
  const [typed, setTyped] = useState(chosen)
  const url = `${api}/search?${new URLSearchParams({ facet: 'classes', q: typed, limit: '8' }).toString()}`
  const found = useRead<SearchPage>(typed.trim().length < 2 ? null : url, { keep: true })
  return (
    <form
      className={styles.question}
      onSubmit={event => {
        event.preventDefault()
        set({ class: typed.trim() })
      }}
    >
      <TextField
        name="class"
        label={say('people.why.class', { name })}
        note={say('people.why.class.note')}
        list={id}
        autoComplete="off"
        maxLength={255}
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <datalist id={id}>
        {(found.data?.hits ?? []).map(hit => (
          <option key={hit.id} value={hit.sourcedId} label={`${hit.name}, ${hit.schools[0]?.name ?? ''}`} />
        ))}
      </datalist>
      <div className={text.row}>
        <Button type="submit" size="small">
          {say('people.why.ask')}
        </Button>
        {chosen !== '' && (
          <Button
            size="small"
            kind="quiet"
            onPress={() => {
              setTyped('')
              set({ class: null })
            }}
          >
            {say('people.why.general')}
          </Button>
        )}
      </div>
    </form>
  )
}
