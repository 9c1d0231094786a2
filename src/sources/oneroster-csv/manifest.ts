import type { Mode, Version } from '../source.ts'
import { baseName } from './locate.ts'
import type { Findings } from './findings.ts'
import { readHead } from './head.ts'
import type { Entry } from './package.ts'
import { readRows } from './rows.ts'
import { filesOf, knownFiles } from './tables.ts'

/** What manifest.csv says; null where it says nothing that can be understood. */
export type Manifest = {
  readonly version: Version | null
  readonly modes: ReadonlyMap<string, Mode>
  /** Cut off or corrupt: it may say the opposite of what was written. */
  readonly damaged: boolean
}

type Properties = { readonly properties: readonly Property[]; readonly damaged: boolean }
type Property = { readonly name: string; readonly value: string; readonly row: number }

export async function readManifest(entry: Entry, findings: Findings): Promise<Manifest> {
  const file = baseName(entry.path)
  const { properties, damaged } = await readProperties(entry, file, findings)
  const version = readVersion(properties, file, findings)
  const modes = readModes(properties, file, findings)
  reportRest(properties, version ?? '1.2', file, findings)
  return { version, modes, damaged }
}

async function readProperties(entry: Entry, file: string, findings: Findings): Promise<Properties> {
  const head = await readHead(entry, findings.strict, entry.bytes)
  if ('rule' in head.header) {
    const { rule, message, fix } = head.header
    findings.error(rule, { file, row: 1 }, `${message}: the manifest is not read`, fix)
    return { properties: [], damaged: true }
  }
  const [first = '', second = ''] = head.header.map(name => name.trim())
  const headless = /^(manifest\.|oneroster\.|file\.|source\.)/i.test(first)
  const fix = 'Begin manifest.csv with the line propertyName,value'
  if (headless) findings.odd('missing_header', { file, row: 1 }, 'The header line is missing', fix)
  else if (head.header.join() !== 'propertyName,value') {
    findings.odd('invalid_header', { file, row: 1 }, 'The header is not propertyName,value', fix)
  }
  const { rows, failure } = await readRows(entry, head, 2)
  if (failure !== null)
    findings.error('invalid_archive', { file }, failure.message, 'Deliver the files again')
  const properties: Property[] = headless ? [{ name: first, value: second, row: 1 }] : []
  rows.forEach((cells, at) => {
    if ('rule' in cells) findings.odd(cells.rule, { file, row: at + 2 }, cells.message, cells.fix)
    else properties.push({ name: (cells[0] ?? '').trim(), value: (cells[1] ?? '').trim(), row: at + 2 })
  })
  return { properties: unique(properties, file, findings), damaged: failure !== null }
}

/** The last of several wins, as in every other file. */
function unique(properties: readonly Property[], file: string, findings: Findings): Property[] {
  const found = new Map<string, Property>()
  for (const property of properties) {
    const key = property.name.toLowerCase()
    if (found.has(key)) {
      const message = `Property "${property.name}" comes again; the last one counts`
      findings.odd('duplicate_property', { file, row: property.row }, message, 'Keep one of them')
    }
    found.set(key, property)
  }
  return [...found.values()]
}

/** Excel turns 1.0 into 1; some exporters write the version of the binding. */
function readVersion(properties: readonly Property[], file: string, findings: Findings): Version | null {
  const binding = properties.find(({ name }) => name.toLowerCase() === 'manifest.version')
  if (binding === undefined) missing('manifest.version', '1.0', file, findings)
  else if (binding.value !== '1.0') {
    const message = `manifest.version is "${binding.value.slice(0, 16)}"`
    findings.odd('invalid_manifest_version', { file, row: binding.row }, message, 'Write 1.0')
  }
  const stated = properties.find(({ name }) => name.toLowerCase() === 'oneroster.version')
  if (stated === undefined) {
    missing('oneroster.version', '1.1 or 1.2', file, findings)
    return null
  }
  if (stated.value === '1.1' || stated.value === '1.2') return stated.value
  const message = `oneroster.version is "${stated.value.slice(0, 16)}"`
  findings.odd('invalid_oneroster_version', { file, row: stated.row }, message, 'Write 1.1 or 1.2')
  return /^v?1[.,p]2(\.|$)/i.test(stated.value)
    ? '1.2'
    : /^v?1[.,p][01](\.|$)/i.test(stated.value)
      ? '1.1'
      : null
}

function missing(property: string, value: string, file: string, findings: Findings): void {
  findings.odd(
    'missing_property',
    { file },
    `Property ${property} is missing`,
    `Add ${property} with ${value}`,
  )
}

function readModes(properties: readonly Property[], file: string, findings: Findings): Map<string, Mode> {
  const modes = new Map<string, Mode>()
  for (const { name, value, row } of properties) {
    const known = fileProperty(name)
    if (known === null) continue
    const mode = value.toLowerCase()
    const field = `file.${known}`
    const fix = 'Write bulk, delta or absent'
    if (mode === 'bulk' || mode === 'delta' || mode === 'absent') {
      modes.set(known, mode)
      if (mode !== value)
        findings.odd('invalid_file_mode', { file, row, field }, `The mode is "${value}"`, fix)
    } else if (value === '') {
      findings.odd('invalid_file_mode', { file, row, field }, 'The mode is empty', fix)
    } else {
      // Taken for bulk, a delta would remove everybody it does not mention.
      modes.set(known, 'unknown')
      findings.error(
        'invalid_file_mode',
        { file, row, field },
        'The mode is none of the three: the file is not read',
        fix,
      )
    }
  }
  return modes
}

/** `file.roles*` and `file.userprofiles` are seen in the wild. */
function fileProperty(name: string): string | null {
  const plain = /^file\.(.+?)\**(\.csv)?$/i.exec(name)?.[1]?.toLowerCase()
  return knownFiles.find(known => known.toLowerCase() === plain) ?? null
}

function reportRest(
  properties: readonly Property[],
  version: Version,
  file: string,
  findings: Findings,
): void {
  const exact = new Set(properties.map(({ name }) => name))
  for (const known of filesOf[version]) {
    if (properties.some(({ name }) => fileProperty(name) === known)) continue
    findings.petty(
      'missing_property',
      { file, field: `file.${known}` },
      `Property file.${known} is missing`,
      'Add it',
    )
  }
  const legal = new Set(['manifest.version', 'oneroster.version', 'source.systemName', 'source.systemCode'])
  for (const known of filesOf[version]) legal.add(`file.${known}`)
  for (const { name, row } of properties) {
    if (legal.has(name) || !exact.has(name)) continue
    const understood = fileProperty(name) !== null || legalLike(name, legal)
    const shown = JSON.stringify(name.slice(0, 64))
    const message = understood
      ? `Property ${shown} is not spelt as in the standard`
      : `Property ${shown} is unknown`
    findings.odd('unknown_property', { file, row }, message, 'Spell it as in the standard, or leave it out')
  }
}

/** `file.systemName` for `source.systemName` is common. */
function legalLike(name: string, legal: ReadonlySet<string>): boolean {
  const plain = name.toLowerCase().replace(/^file\.system/, 'source.system')
  return [...legal].some(known => known.toLowerCase() === plain)
}
