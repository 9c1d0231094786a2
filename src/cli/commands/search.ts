import { readDistrict } from '../../store/district-role.ts'
import { findDistrict } from '../../store/districts.ts'
import type { Hit } from '../../store/search/hits.ts'
import { searchFacets, searchRoster, type SearchFacet } from '../../store/search/find.ts'
import { refreshSearch } from '../../store/search/refresh.ts'
import type { Call, Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { flag, text } from '../options.ts'
import { dim } from '../paint.ts'
import { count } from '../table.ts'

const shown = 50

export const command: Command = {
  verb: 'search',
  usage: ['search <district> <words> [--kind people|students|staff|classes|schools|others] [--school ID] [--removed]'],
  summary: 'people, classes and schools by name, id or e-mail; typing errors are forgiven',
  options: {
    kind: { type: 'string', value: 'KIND', about: 'people, students, staff, classes, schools or others alone' },
    school: { type: 'string', value: 'ID', about: 'who belongs to the school of this sourcedId' },
    removed: { type: 'boolean', about: 'look among removed ones instead' },
    cursor: { type: 'string', value: 'C', about: `what follows the first ${shown}, as --json names it` },
  },
  args: [2, 2],
  async run(call) {
    const [key = '', typed = ''] = call.args
    const facet = readFacet(call)
    const { pool } = await call.store()
    const { districtId } = await findDistrict(pool, key)
    // The worker does this after each run; who has none running finds what is there all the same.
    await refreshSearch(pool, districtId)
    const page = await readDistrict(pool, districtId, client =>
      searchRoster(client, districtId, {
        typed, facet, removed: flag(call, 'removed'), school: text(call, 'school') ?? null, within: null,
        cursor: text(call, 'cursor') ?? null, limit: shown,
      }),
    ) // prettier-ignore
    const { hits, counts, capped, cursor } = page
    call.out.result({ district: key, hits, counts, capped, cursor }, () => say(call, hits, total(counts, facet)))
    return 0
  },
} // prettier-ignore

function readFacet(call: Call): SearchFacet | null {
  const said = text(call, 'kind')
  if (said === undefined) return null
  const facet = searchFacets.find(one => one === said)
  if (facet !== undefined) return facet
  throw new UsageError(`Cannot read --kind: "${said}" is no kind. Use ${searchFacets.join(', ')}`)
}

function total(counts: Readonly<Record<SearchFacet, number>>, facet: SearchFacet | null): number {
  return facet === null ? counts.people + counts.classes + counts.schools : counts[facet]
}

function say({ out }: Call, hits: readonly Hit[], all: number): void {
  if (hits.length === 0) return out.line('Nothing is found. Ask rollbook explain where a record stopped')
  out.table(
    ['Id', 'Name', 'Role', 'Grades', 'School', 'State'],
    hits.map(hit => [
      hit.sourcedId, hit.name, hit.roles.join(', ') || word[hit.kind], hit.grades.join(', '),
      hit.schools.map(({ name }) => name).join(', '), hit.byHand ? `${hit.state}, by hand` : hit.state,
    ]),
  ) // prettier-ignore
  if (all > hits.length) out.line(dim(`… ${count(all - hits.length)} more: type more of the name, or see --json`))
} // prettier-ignore

const word = { users: '', classes: 'class', orgs: 'school' } as const
