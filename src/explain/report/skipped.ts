import type { Kind } from '../../roster/kinds.ts'
import { changedAmong, liveAmong } from './among.ts'
import { findIssues, listFileIssues, listTroubled, type Found } from './issues.ts'
import { belongs, kindsOf, type Role } from './people.ts'
import { findRoles, named, typeOf, type Outcome, type Tell, type Telling } from './telling.ts'

const PAGE = 2_000
/** Each page of a kind that is loaded whole is a pass through the snapshot: the fewer the better. */
const LOADED_PAGE = 50_000

/** Records to which nothing happened, and what was found wrong with them. */
export async function tellSkipped(telling: Telling, tell: Tell): Promise<void> {
  const { order, told } = telling
  for (const kind of kindsOf[order.choice]) {
    const limit = told.plan?.loads.includes(kind) === true ? LOADED_PAGE : PAGE
    for (let after = ''; ;) {
      const ids = await listTroubled(told, kind, after, limit)
      const last = ids.at(-1)
      if (last === undefined) break
      after = last
      const changed = await changedAmong(told, kind, ids)
      const rest = ids.filter(id => !changed.has(id))
      const roles = kind === 'users' ? await findRoles(telling, rest) : new Map<string, Role[]>()
      const [issues, live] = [await findIssues(told, rest), await liveAmong(told, kind, rest)]
      await tell(
        rest.flatMap(id => {
          const of = roles.get(id) ?? []
          const found = issues.get(`${kind} ${id}`) ?? []
          if (!belongs(order.choice, kind, of)) return []
          return [left(telling, kind, id, of, found, live.has(id))]
        }),
      )
    }
  }
  if (order.choice === 'everything')
    await tell((await listFileIssues(told)).map(issue => ofFile(issue, order.run)))
}

function left(telling: Telling, kind: Kind, id: string, roles: readonly Role[], issues: readonly Found[], live: boolean): Outcome {
  const error = issues.some(({ severity }) => severity === 'error')
  const action = error ? (live ? 'skipped, kept as it was' : 'skipped') : 'unchanged'
  const reason = error ? 'the row could not be used' : 'the row was read leniently'
  return { sourcedId: id, type: typeOf(kind, roles), schools: named(telling, roles.map(({ org }) => org)), action, reason, fields: [], issues, run: telling.order.run }
} // prettier-ignore

function ofFile(issue: Found, run: number): Outcome {
  return {
    sourcedId: null, type: 'file', schools: [], action: issue.severity === 'error' ? 'skipped' : 'read leniently',
    reason: issue.file, fields: [], issues: [issue], run,
  }
} // prettier-ignore
