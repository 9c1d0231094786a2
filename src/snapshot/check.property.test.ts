import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRow, goodRow, type Cells, type Setting } from '../../test/support/rows.ts'
import { entityKey, type Entity, type Value } from '../roster/entity.ts'
import { manifest, type Field } from '../roster/fields.ts'
import { grades } from '../roster/grades.ts'
import { kinds, type Kind } from '../roster/kinds.ts'
import { defaultRules, enabledFields } from '../roster/rules.ts'

/** One text for one content: equal for equal entities whatever the row looked like. */
function canonical(entity: Entity): string {
  let text = entityKey(entity)
  for (const value of entity.values) {
    text += '\u001e'
    if (value === null) continue
    if (typeof value === 'string') text += value
    else if (typeof value === 'boolean') text += value ? '1' : '0'
    else text += value.join('\u001f')
  }
  return text
}

/** The cells an exporter would write for an entity. */
function printed(entity: Entity): Cells {
  const fields = manifest[entity.kind].map((field, at) => [
    field.name,
    printedValue(entity.values[at] ?? null),
  ])
  return { sourcedId: entity.sourcedId, ...Object.fromEntries(fields) }
}

function printedValue(value: Value): string {
  if (value === null) return ''
  return typeof value === 'object' ? value.join(',') : String(value)
}

/** Cells that are right, odd, hostile or nonsense for the field. */
function cellOf(field: Field): fc.Arbitrary<string> {
  const habits = ['', ' ', 'NULL', 'N/A', '="00123"', "'0012", '1.23E+05', '45870', 'TRUE', '1', '9', 'K-2', 'constructor', '9 10', 'Teacher']
  const dates = ['2025-08-18', '1/05/2023', '25/1/2023', '2017-05-06 08:01:05', '2025-02-30', '5-Jan-26', '2025-26']
  return fc.oneof(
    fc.constantFrom(...(field.codes ?? []), ...(field.type === 'grades' ? grades : []), 'a', 'a,b', 'b,,a'),
    fc.constantFrom(...habits, ...dates),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom('a', ' ', ',', '="', '"', "'", '1', 'E+', '\u00a0', '\u001f', '/', '-', 'ext:', 'NULL')).map(parts => parts.join('')),
  )
} // prettier-ignore

/** Good rows with a few cells changed: a row that is wrong everywhere is only ever refused. */
function rowsOf(kind: Kind): fc.Arbitrary<Cells> {
  const seldom = (cell: fc.Arbitrary<string>) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: cell })
  const fields = manifest[kind].map(field => [field.name, seldom(cellOf(field))])
  const id = seldom(fc.string({ unit: 'binary' }))
  return fc
    .record({ sourcedId: id, ...Object.fromEntries(fields) })
    .map(changed => goodRow(kind, given(changed)))
}

function given(cells: Readonly<Record<string, string | null>>): Cells {
  return Object.fromEntries(
    Object.entries(cells).flatMap(([name, cell]) => (cell === null ? [] : [[name, cell]])),
  )
}

const allOn = { ...defaultRules, fields: fieldsOn() }
function fieldsOn(): Record<string, boolean> {
  return Object.fromEntries(
    kinds.flatMap(kind => manifest[kind].map(({ name }) => [`${kind}.${name}`, true])),
  )
}
const settings = fc.record({
  profile: fc.constantFrom('strict' as const, 'tolerant' as const),
  version: fc.constantFrom('1.1' as const, '1.2' as const),
})
/** What stays to be said of an entity: things it lacks or has that no printing mends. */
const lasting = new Set(['missing_required_value', 'invalid_guid', 'school_year_mismatch', 'invalid_list'])

describe.each(kinds)('%s', kind => {
  test('an accepted entity, printed, is accepted as itself', () => {
    const property = fc.property(rowsOf(kind), settings, (cells, setting) => {
      const first = checkRow(kind, cells, { ...setting, rules: allOn })
      const [entity] = first.entities
      if (entity === undefined) return
      const again = checkRow(kind, printed(entity), { ...setting, rules: allOn })
      expect(again.issues.filter(({ rule }) => !lasting.has(rule))).toEqual([])
      // Equal numbers of subjects and codes are asked of the row; a list of repeats is shorter when printed.
      if (setting.profile === 'strict' && again.issues.some(({ rule }) => rule === 'invalid_list')) return
      expect(again.entities.map(canonical)).toEqual([canonical(entity)])
    })
    fc.assert(property, { numRuns: 2000 })
  })

  test('a tolerant entity that lacks nothing and has plain ids is strict', () => {
    const property = fc.property(
      rowsOf(kind),
      fc.constantFrom('1.1' as const, '1.2' as const),
      (cells, version) => {
        const first = checkRow(kind, cells, { version })
        const [entity] = first.entities
        const lenient =
          first.issues.some(({ rule }) => lasting.has(rule)) || !strictlyLegal(kind, entity, version)
        if (entity === undefined || lenient) return
        const strict = checkRow(kind, printed(entity), { profile: 'strict', version })
        if (strict.issues.some(({ rule }) => rule === 'invalid_list')) return
        expect(strict.issues).toEqual([])
        expect(strict.entities.map(canonical)).toEqual([canonical(entity)])
      },
    )
    fc.assert(property, { numRuns: 1000 })
  })

  test('no cell makes the checks throw, and each row ends in one way', () => {
    const anything: fc.Arbitrary<Setting> = fc.record({
      profile: fc.constantFrom('strict' as const, 'tolerant' as const),
      mode: fc.constantFrom('bulk' as const, 'delta' as const),
    })
    const property = fc.property(rowsOf(kind), anything, (cells, setting) => {
      const { entities, tombstone, issues } = checkRow(kind, cells, setting)
      const refused = issues.some(({ severity }) => severity === 'error')
      expect(Number(entities.length > 0) + Number(tombstone) + Number(refused)).toBe(1)
    })
    fc.assert(property, { numRuns: 1000 })
  })

  test('a field that is off never influences anything', () => {
    const enabled = enabledFields(kind, defaultRules)
    const off = manifest[kind].filter((_, at) => !enabled[at])
    const noise = fc.record(Object.fromEntries(off.map(field => [field.name, cellOf(field)])))
    const property = fc.property(rowsOf(kind), noise, noise, settings, (cells, one, other, setting) => {
      expect(checkRow(kind, { ...cells, ...one }, setting)).toEqual(
        checkRow(kind, { ...cells, ...other }, setting),
      )
    })
    fc.assert(property, { numRuns: 500 })
  })
})

/** References of odd ids, codes of the other version and unpaired lists are tolerated without a word. */
function strictlyLegal(kind: Kind, entity: Entity | undefined, version: '1.1' | '1.2'): boolean {
  return manifest[kind].every((field, at) => {
    const value = entity?.values[at] ?? null
    const texts = value === null ? [] : typeof value === 'object' ? value : [String(value)]
    if (field.to !== undefined) return texts.every(id => /^[0-9A-Za-z./@_-]{1,255}$/.test(id))
    if (field.name === 'roleType') return value !== null
    if (field.name !== 'role') return true
    const newer = [
      'counselor',
      'districtAdministrator',
      'principal',
      'siteAdministrator',
      'systemAdministrator',
    ]
    if (kind === 'enrollments') return value !== 'aide'
    return version === '1.1' ? !newer.includes(String(value)) : value !== 'administrator'
  })
}
