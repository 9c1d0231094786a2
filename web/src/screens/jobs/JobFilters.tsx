import { useAddress } from '../../data/address.ts'
import { Button } from '../../design/Button.tsx'
import { Select } from '../../design/Field.tsx'
import { useSay } from '../../words/say.tsx'
import { hasFilter, results, triggers } from './filter.ts'
import styles from './Jobs.module.css'

/** How a run ended and what began it; a change shows at once, and begins at the newest again. */
export function JobFilters() {
  const say = useSay()
  const { query, set } = useAddress()
  const comparing = query.has('compare')
  const choose = (name: string) => (event: { currentTarget: { value: string } }) =>
    set({ [name]: event.currentTarget.value, before: null }, 'replace')
  return (
    <form
      className={styles.filters}
      role="search"
      aria-label={say('jobs.filters')}
      onSubmit={event => event.preventDefault()}
    >
      <Select
        name="result"
        label={say('runs.result')}
        value={query.get('result') ?? ''}
        onChange={choose('result')}
        options={[
          { value: '', label: say('jobs.anyResult') },
          ...results.map(value => ({ value, label: say(`run.${value}`) })),
        ]}
      />
      <Select
        name="trigger"
        label={say('runs.trigger')}
        value={query.get('trigger') ?? ''}
        onChange={choose('trigger')}
        options={[
          { value: '', label: say('jobs.anyTrigger') },
          ...triggers.map(value => ({ value, label: say(`trigger.${value}`) })),
        ]}
      />
      {hasFilter(query) && (
        <Button kind="quiet" icon="close" onPress={() => set({ result: null, trigger: null, before: null })}>
          {say('jobs.clear')}
        </Button>
      )}
      <span className={styles.end}>
        <Button aria-expanded={comparing} onPress={() => set({ compare: comparing ? null : 'on' })}>
          {say(comparing ? 'jobs.compare.stop' : 'jobs.compare')}
        </Button>
      </span>
    </form>
  )
}
