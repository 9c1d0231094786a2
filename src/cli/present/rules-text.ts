import { manifest } from '../../roster/fields.ts'
import { kinds } from '../../roster/kinds.ts'
import { defaultRules, enabledFields, type Rules } from '../../roster/rules.ts'
import { bold, dim } from '../paint.ts'
import type { Printer } from '../printer.ts'
import { label } from './plan-text.ts'

/** Rules as they stand: whom they let in, fields that differ from the manifest, limits, grace. */
export function sayRules(out: Printer, rules: Rules, version: number): void {
  out.line(bold(label('Rules')), `version ${version}`)
  for (const name of ['schools', 'grades', 'roles', 'terms'] as const)
    out.line(label(name), rules.scope[name]?.join(', ') ?? 'all')
  const changed = fieldChanges(rules)
  out.line(label('fields'), changed.length === 0 ? 'as in the manifest' : changed.join(', '))
  out.line(label('grace'), `${rules.graceDays} days`)
  out.line()
  out.table(
    ['Limit', 'Count', 'Share', ''],
    Object.entries(defaultRules.limits).map(([name, usual]) => {
      const { count, share } = rules.limits[name as keyof Rules['limits']] // the keys are those of Limits
      const moved = usual.count !== count || usual.share !== share
      const told = moved ? `usually ${usual.count} or ${percent(usual.share)}` : ''
      return [name, count, percent(share), dim(told)]
    }),
  )
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`
}

function fieldChanges(rules: Rules): string[] {
  return kinds.flatMap(kind => {
    const [now, usual] = [enabledFields(kind, rules), enabledFields(kind, defaultRules)]
    return manifest[kind].flatMap(({ name }, at) =>
      now[at] === usual[at] ? [] : [`${kind}.${name} ${now[at] ? 'on' : 'off'}`],
    )
  })
}
