import { kinds, type Kind } from '../roster/kinds.ts'
import { manifest } from '../roster/fields.ts'

const every = ['sourcedId', 'status', 'dateLastModified']
/** Columns of the standard that no roster holds: who reads the files wants them, blank. */
const blank: Partial<Record<Kind, { readonly name: string; readonly after: string }>> = {
  users: { name: 'password', after: 'grades' },
  roles: { name: 'userProfileSourcedId', after: 'orgSourcedId' },
}

/** Header of a kind's file, in the order of the standard (OneRoster 1.2.1 CSV binding). */
export function headerOf(kind: Kind): readonly string[] {
  const names = manifest[kind].map(({ name }) => name)
  // The one table whose fields the manifest keeps in another order.
  if (kind === 'courses') names.splice(0, 2, 'schoolYearSourcedId', 'title')
  const more = blank[kind]
  if (more !== undefined) names.splice(names.indexOf(more.after) + 1, 0, more.name)
  return [...every, ...names]
}

/** The mark by which an export of ours is known, and may be written over. */
export const systemName = 'Rollbook roster'

const others = [
  'categories', 'classResources', 'courseResources', 'lineItemLearningObjectiveIds', 'lineItems', 'lineItemScoreScales',
  'resources', 'resultLearningObjectiveIds', 'results', 'resultScoreScales', 'scoreScales', 'userProfiles', 'userResources',
] // prettier-ignore

/** The manifest names every file of the standard; one without rows is absent, for a bulk file must have some. */
export function manifestText(present: ReadonlySet<string>, systemCode: string): string {
  const files = [...kinds, ...others].sort((a, b) => (a < b ? -1 : 1))
  return [
    'propertyName,value',
    'manifest.version,1.0',
    'oneroster.version,1.2',
    ...files.map(name => `file.${name},${present.has(name) ? 'bulk' : 'absent'}`),
    `source.systemName,${systemName}`,
    `source.systemCode,${systemCode}`,
    '',
  ].join('\n')
}
