import type { Activity } from '../../../../src/http/contract/activity.ts'
import { useAddress } from '../../data/address.ts'
import { Button } from '../../design/Button.tsx'
import { DateField, Select } from '../../design/Field.tsx'
import text from '../../design/text.module.css'
import { useSay } from '../../words/say.tsx'
import { useDeedWords } from './deed-words.ts'
import { hasFilter } from './filter.ts'

/** Who, what, from when until when. A change shows at once and begins at the newest again. */
export function Filters({ actors, actions }: Pick<Activity, 'actors' | 'actions'>) {
  const say = useSay()
  const words = useDeedWords()
  const { query, set } = useAddress()
  const choose = (name: string) => (event: { currentTarget: { value: string } }) =>
    set({ [name]: event.currentTarget.value, before: null }, 'replace')
  const categories = [...new Set(actions.map(action => action.split('.')[0] ?? action))]
  return (
    <form
      className={text.row}
      role="search"
      aria-label={say('activity.filters')}
      onSubmit={event => event.preventDefault()}
    >
      <Select
        name="actor"
        label={say('activity.actor')}
        value={query.get('actor') ?? ''}
        onChange={choose('actor')}
        options={[
          { value: '', label: say('activity.actor.all') },
          ...actors.map(({ actor, name }) => ({ value: actor, label: name })),
        ]}
      />
      <Select
        name="action"
        label={say('activity.action')}
        value={query.get('action') ?? ''}
        onChange={choose('action')}
        options={[
          { value: '', label: say('activity.action.all') },
          ...categories.map(category => ({ value: category, label: words.category(category) })),
          ...actions.map(action => ({ value: action, label: words.deed(action) })),
        ]}
      />
      <DateField
        name="since"
        label={say('activity.since')}
        value={query.get('since') ?? ''}
        onChange={choose('since')}
      />
      <DateField
        name="until"
        label={say('activity.until')}
        value={query.get('until') ?? ''}
        onChange={choose('until')}
      />
      {hasFilter(query) && (
        <Button
          kind="quiet"
          icon="close"
          onPress={() => set({ actor: null, action: null, since: null, until: null, before: null })}
        >
          {say('activity.clear')}
        </Button>
      )}
    </form>
  )
}
