import { reasonOf, type Explanation } from '../../explain/answer.ts'
import type { Missing } from '../contract/my.ts'

type Outcome = Missing['outcome']
type Told = Pick<Missing, 'outcome' | 'who' | 'code' | 'on'>

/** Codes that a teacher can read out, and a guide lists. They never change their meaning. */
const codes: Readonly<Record<Outcome, string>> = {
  here: 'M1', several: 'M2', nobody: 'M3', never_sent: 'M4', not_in_class: 'M5', mistake: 'M6', left_out: 'M7',
  waiting: 'M8', removed: 'M9', starts: 'M10', ended: 'M11',
} // prettier-ignore

const owners: Readonly<Record<Outcome, Missing['who']>> = {
  here: 'nobody', several: 'you', nobody: 'you', never_sent: 'office', not_in_class: 'office',
  mistake: 'office', left_out: 'district', waiting: 'district', removed: 'office', starts: 'nobody', ended: 'office',
} // prettier-ignore

export function told(outcome: Outcome, on: string | null = null): Told {
  return { outcome, who: owners[outcome], code: codes[outcome], on }
}

/**
 * An explanation in what a teacher may know of it: where the first link broke, and whose turn it is. Rules, plans and
 * rows of files stay behind; the district's own people see them.
 */
export function missingOf({ checks }: Explanation): Told {
  const reason = reasonOf(checks)
  if (reason === null) return told('here')
  const link = reason.check.replace(/^(user|class|enrollment) /, '')
  const enrollment = reason.check.startsWith('enrollment ')
  if (link === 'dates' || link === 'term') return datedOf(reason.detail)
  if (link === 'accepted') return told('mistake')
  if (link === 'in scope') return told('left_out')
  if (link === 'decided') return told('waiting')
  if (link === 'in the roster' || / was removed in run /.test(reason.detail)) return told('removed')
  if (/ stays until plan /.test(reason.detail)) return told('waiting')
  return told(enrollment ? 'not_in_class' : 'never_sent')
}

function datedOf(detail: string): Told {
  const [, begin] = / begins on (\d{4}-\d\d-\d\d)/.exec(detail) ?? []
  return begin === undefined ? told('ended') : told('starts', begin)
}
