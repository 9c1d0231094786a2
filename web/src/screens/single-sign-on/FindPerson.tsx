import { useState } from 'react'
import type { SearchPage } from '../../../../src/http/contract/people.ts'
import { useRead } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Link } from '../../design/Link.tsx'
import text from '../../design/text.module.css'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'

/** Leads to the checks of a person, by name, id or e-mail. */
export function FindPerson() {
  const say = useSay()
  const locked = useLocked()('people')
  const { api, path } = useDistrict()
  const [words, setWords] = useState('')
  const asked = new URLSearchParams({ q: words, facet: 'people', limit: '5' }).toString()
  const { data } = useRead<SearchPage>(words === '' ? null : `${api}/search?${asked}`)
  return (
    <Form label={say('sso.find')} onSubmit={({ person = '' }) => setWords(person.trim())}>
      <TextField name="person" type="search" label={say('sso.find')} note={say('sso.find.note')} autoComplete="off" />
      <span>
        <Button type="submit" icon="search" locked={locked}>
          {say('sso.find.go')}
        </Button>
      </span>
      <div aria-live="polite">
        {data !== undefined && data.hits.length === 0 && <p>{say('sso.find.none')}</p>}
        <ul className={text.stack}>
          {data?.hits.map(({ id, name, sourcedId }) => (
            <li key={id}>
              <Link to={`${path}/settings/single-sign-on/${id}`}>
                <bdi>{name}</bdi>
              </Link>{' '}
              <span className={text.quiet}>{sourcedId}</span>
            </li>
          ))}
        </ul>
      </div>
    </Form>
  )
} // prettier-ignore
