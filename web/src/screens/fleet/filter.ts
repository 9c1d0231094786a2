import type { Fleet } from '../../../../src/http/contract/fleet.ts'

type Row = Fleet['districts'][number]

/** Districts of the state, the owner of the next action and the words that the address asks for. */
export function chosen(districts: readonly Row[], query: URLSearchParams): Row[] {
  const [state, owner, words] = ['state', 'owner', 'q'].map(name => query.get(name) ?? '')
  const said = (words ?? '').trim().toLowerCase()
  return districts.filter(
    ({ headline, name, key }) =>
      (!state || headline.state === state) && (!owner || headline.owner === owner) && `${name} ${key}`.toLowerCase().includes(said),
  )
} // prettier-ignore
