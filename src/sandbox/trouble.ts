import type { SandboxAnswer } from './answer.ts'
import type { Served } from './district.ts'
import type { Switches } from './faults.ts'
import type { SheetName } from './generate/columns.ts'

/** What comes in place of any answer, whoever's provider it is; `cut` is how its JSON begins. */
export function troubleOf(faults: Switches, cut: string): SandboxAnswer | null {
  if (faults.due('htmlWith200')) return { status: 200, body: '<!doctype html><title>Maintenance</title><h1>Back soon</h1>' }
  if (faults.due('emptyBody')) return { status: 200, body: '' }
  if (faults.due('invalidJson')) return { status: 200, body: cut }
  const redirect = faults.text('redirect')
  return redirect === null ? null : { status: 302, headers: { location: redirect } }
} // prettier-ignore

/** Moves the records of a sheet, once a page of it was given: one goes, or one comes before all others. */
export function shiftRows(district: Pick<Served, 'shelves' | 'insertBefore' | 'remove'>, faults: Switches, sheet: SheetName): void {
  const how = faults.text('shiftDuringRead')
  const [first] = district.shelves[sheet].rows
  if (how === null || first === undefined) return
  if (faults.number('shiftDuringRead') !== null && !faults.spend('shiftDuringRead')) return
  if (how === 'insert') district.insertBefore(sheet, first)
  else district.remove([first], false)
} // prettier-ignore
