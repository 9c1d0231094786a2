import { reasonWords } from '../../diff/change.ts'
import { movesOf } from './action.ts'
import { changedAmong } from './among.ts'
import { happened } from './happened.ts'
import { findIssues } from './issues.ts'
import { belongs } from './people.ts'
import { findRoles, named, typeOf, type Outcome, type Tell, type Telling } from './telling.ts'

/** People of whom only a role came or went. */
export async function tellMoves(telling: Telling, tell: Tell): Promise<void> {
  const { order, told } = telling
  // Who comes to a roster without people comes as a person, and was told of as one.
  if (told.plan !== null && told.plan.loads.includes('users')) return
  const done = new Set<string>()
  for await (const page of happened(told, ['roles'])) {
    const users = page.map(({ before, after }) => String((after ?? before)?.userSourcedId))
    const known = await changedAmong(told, 'users', users)
    const fresh = [...new Set(users)].filter(user => !known.has(user) && !done.has(user))
    const roles = await findRoles(telling, fresh)
    const issues = await findIssues(told, fresh)
    const outcomes: Outcome[] = []
    for (const user of fresh) {
      done.add(user)
      const of = roles.get(user) ?? []
      if (!belongs(order.choice, 'users', of)) continue
      const moved = of.filter(({ op }) => op !== null && op !== 'update')
      if (moved.length === 0) continue
      outcomes.push({
        sourcedId: user,
        type: typeOf('users', of),
        schools: named(
          telling,
          moved.map(({ org }) => org),
        ),
        action: movesOf(of, told.slice === null).join(', '),
        reason: reasonWords('changed'),
        fields: [],
        issues: issues.get(`users ${user}`) ?? [],
        run: order.run,
      })
    }
    await tell(outcomes)
  }
}
