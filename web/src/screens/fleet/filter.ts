import type { Fleet } from '../../../../src/http/contract/fleet.ts'
import { sorted, type Sort } from '../../design/Table.tsx'

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

const measures: Readonly<Record<string, (row: Row) => string | number>> = {
  district: ({ name }) => name,
  good: ({ lastGoodSync }) => lastGoodSync ?? '',
  next: ({ nextSync }) => nextSync ?? '',
  people: ({ people }) => people,
  classes: ({ classes }) => classes,
  issues: ({ issues }) => issues,
}

/** By the column that the address names, or else as the service has them. */
export function inOrder(districts: readonly Row[], sort: Sort | undefined, locale: string): readonly Row[] {
  const measure = measures[sort?.by ?? '']
  return sort === undefined || measure === undefined ? districts : sorted(districts, sort, measure, locale)
}

/** What the address says of the order. */
export function sortOf(query: URLSearchParams): Sort | undefined {
  const by = query.get('sort')
  return by === null ? undefined : { by, down: query.get('down') === '1' }
}
