import type { IssueGroup } from '../../store/issues.ts'
import type { IssueGroupView, IssueList } from '../contract/issues.ts'

/** Rules with their care. What is muted today counts apart, and comes last. */
export function presentGroups(
  groups: readonly IssueGroup[],
  schools: ReadonlyMap<string, readonly string[]>,
  members: readonly { readonly id: string; readonly name: string }[],
  today: string,
): Pick<IssueList, 'total' | 'muted' | 'groups'> {
  const shown = groups.map(group => present(group, schools.get(group.rule) ?? [], members, today))
  const quiet = (group: IssueGroupView) => group.mutedUntil !== null
  const sum = (some: readonly IssueGroupView[]) => some.reduce((all, { count }) => all + count, 0)
  return {
    total: sum(shown),
    muted: sum(shown.filter(quiet)),
    groups: [...shown.filter(group => !quiet(group)), ...shown.filter(quiet)],
  }
}

function present(
  group: IssueGroup,
  schools: readonly string[],
  members: readonly { readonly id: string; readonly name: string }[],
  today: string,
): IssueGroupView {
  const { assignee, mutedUntil, note, firstSeen, lastSeen, ...rest } = group
  return {
    ...rest,
    firstSeen: firstSeen.toISOString(),
    lastSeen: lastSeen.toISOString(),
    schools: [...schools],
    assignee: members.find(({ id }) => id === assignee) ?? null,
    mutedUntil: mutedUntil !== null && mutedUntil >= today ? mutedUntil : null,
    note,
  }
}
