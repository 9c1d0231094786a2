import type { Fleet } from '../../../../src/http/contract/fleet.ts'
import { useAddress } from '../../data/address.ts'
import { Select, TextField } from '../../design/Field.tsx'
import text from '../../design/text.module.css'
import { useSay } from '../../words/say.tsx'
import { headlineTitle } from '../overview/headline.ts'

/** State, whose turn, and words of the name; a change shows at once and stands in the address. */
export function FleetFilters({ districts }: Pick<Fleet, 'districts'>) {
  const say = useSay()
  const { query, set } = useAddress()
  const choose = (name: string) => (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }, 'replace')
  const states = new Map(districts.map(({ headline }) => [headline.state, headlineTitle(headline, say)]))
  const any = { value: '', label: say('changes.any') }
  return (
    <form className={`${text.row} ${text.foot}`} role="search" aria-label={say("fleet.filters")} onSubmit={event => event.preventDefault()}>
      <TextField name="q" type="search" label={say('general.name')} value={query.get('q') ?? ''} onChange={choose('q')} />
      <Select name="state" label={say('fleet.state')} value={query.get('state') ?? ''} onChange={choose('state')}
        options={[any, ...[...states].map(([value, label]) => ({ value, label }))]} />
      <Select name="owner" label={say('headline.owner')} value={query.get('owner') ?? ''} onChange={choose('owner')}
        options={[any, ...(['you', 'source', 'vendor'] as const).map(value => ({ value, label: say(`fleet.owner.${value}`) }))]} />
    </form>
  )
} // prettier-ignore
