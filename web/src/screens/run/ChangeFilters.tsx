import type { RunDetail } from '../../../../src/http/contract/runs.ts'
import { useAddress } from '../../data/address.ts'
import { Button } from '../../design/Button.tsx'
import { Select, TextField } from '../../design/Field.tsx'
import { useSay } from '../../words/say.tsx'
import styles from './Run.module.css'

export const filterNames = ['kind', 'op', 'school', 'reason', 'ran', 'words'] as const
const kinds = ['users', 'classes', 'enrollments', 'roles', 'orgs', 'courses', 'academicSessions', 'demographics'] as const // prettier-ignore
const deeds = ['added', 'changed', 'moved_up', 'removed', 'archived', 'back', 'erased'] as const
const reasons = [
  'new', 'changed', 'promoted', 'returned', 're_keyed', 'adopted', 'absent', 'tombstone', 'out_of_scope', 'term_over',
  'graduated', 'id_reused',
] as const // prettier-ignore

/** Which changes: by name, kind, what was done, school and reason. Choices show at once; a name with Enter. */
export function ChangeFilters({ detail: { schools, decision } }: { detail: RunDetail }) {
  const say = useSay()
  const { query, set } = useAddress()
  const choose = (name: string) => (event: { currentTarget: { value: string } }) =>
    set({ [name]: event.currentTarget.value, after: null }, 'replace')
  const any = { value: '', label: say('changes.any') }
  return (
    <form
      className={styles.filters}
      role="search"
      aria-label={say('changes.filters')}
      onSubmit={event => {
        event.preventDefault()
        const words = new FormData(event.currentTarget).get('words')
        set({ words: typeof words === 'string' ? words : null, after: null }, 'replace')
      }}
    >
      <TextField
        key={query.get('words') ?? ''}
        name="words"
        type="search"
        label={say('changes.find')}
        defaultValue={query.get('words') ?? ''}
        placeholder={say('changes.find.hint')}
      />
      <Select
        name="kind"
        label={say('run.kind')}
        value={query.get('kind') ?? ''}
        onChange={choose('kind')}
        options={[any, ...kinds.map(value => ({ value, label: say(`record.${value}`) }))]}
      />
      <Select
        name="op"
        label={say('changes.deed')}
        value={query.get('op') ?? ''}
        onChange={choose('op')}
        options={[any, ...deeds.map(value => ({ value, label: say(`deed.${value}`) }))]}
      />
      {schools.length > 0 && (
        <Select
          name="school"
          label={say('school')}
          value={query.get('school') ?? ''}
          onChange={choose('school')}
          options={[any, ...schools.map(({ sourcedId, name }) => ({ value: sourcedId, label: name }))]}
        />
      )}
      <Select
        name="reason"
        label={say('changes.why')}
        value={query.get('reason') ?? ''}
        onChange={choose('reason')}
        options={[any, ...reasons.map(value => ({ value, label: say(`reason.${value}`) }))]}
      />
      {decision !== null && (decision.only !== 'all' || decision.schools !== null) && (
        <Select
          name="ran"
          label={say('changes.part')}
          value={query.get('ran') ?? ''}
          onChange={choose('ran')}
          options={[
            any,
            { value: 'true', label: say('changes.part.ran') },
            { value: 'false', label: say('changes.notRun') },
          ]}
        />
      )}
      <Button type="submit" icon="search">
        {say('changes.search')}
      </Button>
      {filterNames.some(name => query.has(name)) && (
        <Button
          kind="quiet"
          icon="close"
          onPress={() =>
            set({ kind: null, op: null, school: null, reason: null, ran: null, words: null, after: null })
          }
        >
          {say('jobs.clear')}
        </Button>
      )}
    </form>
  )
}
