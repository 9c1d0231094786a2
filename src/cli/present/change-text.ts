import { reasonWords } from '../../diff/change.ts'
import { manifest } from '../../roster/fields.ts'
import { singular } from '../../roster/kinds.ts'
import type { PlanChange } from '../../store/plans.ts'
import { yellow } from '../paint.ts'
import type { Printer } from '../printer.ts'
import { signOf } from './counts-text.ts'

/** Changes as lines: the sign, what it is about, what becomes of it, and the hazards it carries. */
export function sayChanges(out: Printer, changes: readonly PlanChange[], indent: string): void {
  out.table(
    ['', ''],
    changes.map(change => {
      const text = [becomes(change), ...change.hazards].join('  ')
      const paint = change.hazards.length === 0 ? (plain: string) => plain : yellow
      return [`${indent}${signOf(change.op)} ${singular(change.kind)} ${change.sourcedId}`, paint(text)]
    }),
  )
}

function becomes(change: PlanChange): string {
  const { op, reason, formerId } = change
  if (op === 'update' || op === 'restore') {
    const parts = [...(formerId === null ? [] : [`was ${formerId}`]), ...changedFields(change)]
    if (op === 'restore') parts.unshift('back')
    if (reason === 'adopted') parts.unshift('adopted')
    return parts.join(', ')
  }
  const about = facts(change, (op === 'create' ? change.after : change.before) ?? {})
  const why = op === 'create' ? '' : reasonWords(reason) // a plus says it already
  return [about, why].filter(part => part !== '').join(', ')
}

const shownFields = 3

/** `email now jreyes@lincoln.example`; a plan is for its operator, who may see values. */
function changedFields({ kind, before, after }: PlanChange): string[] {
  const changed = manifest[kind].flatMap(({ name }) => {
    const [had, has] = [said(before?.[name]), said(after?.[name])]
    if (had === has) return []
    if (name === 'grades') return [`grade ${had || 'none'} → ${has || 'none'}`]
    return [has === '' ? `${name} no more` : `${name} now ${has}`]
  })
  const more = changed.length - shownFields
  return more > 0 ? [...changed.slice(0, shownFields), `${more} more`] : changed
}

function said(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What tells one row of a kind from another at a glance. People are told by grade and school, not by name. */
function facts({ kind, school }: PlanChange, row: Readonly<Record<string, unknown>>): string {
  const value = (name: string) => said(row[name])
  switch (kind) {
    case 'orgs':
      return [value('type'), value('name')].filter(Boolean).join(' ')
    case 'academicSessions':
      return `${value('type')} ${value('title')}`.trim()
    case 'courses':
    case 'classes':
      return value('title')
    case 'users':
      return [
        value('grades') === '' ? '' : `grade ${value('grades')}`,
        school === null ? '' : `at ${school}`,
      ].filter(Boolean).join(' ') // prettier-ignore
    case 'roles':
      return `${value('role')} ${value('userSourcedId')} at ${value('orgSourcedId')}`
    case 'enrollments':
      return `${value('role')} ${value('userSourcedId')} in ${value('classSourcedId')}`
    case 'demographics':
      return ''
  }
}
