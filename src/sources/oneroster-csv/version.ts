import type { Mode, Version } from '../source.ts'
import type { Findings } from './findings.ts'
import type { Head } from './head.ts'
import type { Files } from './locate.ts'
import type { Manifest } from './manifest.ts'
import { filesOf, plainName } from './tables.ts'

type Heads = ReadonlyMap<string, Head>

/** The version the manifest states, or the one the files look like. */
export function decideVersion(
  manifest: Manifest | null,
  files: Files,
  heads: Heads,
  findings: Findings,
): Version {
  if (manifest?.version) return manifest.version
  const version = hasRoleColumns(heads) && !files.has('roles') ? '1.1' : '1.2'
  if (manifest === null) {
    const message = `There is no manifest: the files look like OneRoster ${version}, and each is taken for complete`
    findings.odd('missing_manifest', { file: 'manifest.csv' }, message, 'Deliver manifest.csv with the files')
  }
  return version
}

/** 1.1 keeps roles in users.csv, 1.2 in roles.csv. */
function hasRoleColumns(heads: Heads): boolean {
  const header = heads.get('users')?.header ?? []
  if (!('map' in header)) return false
  const names = header.map(plainName)
  return names.includes('role') || names.includes('orgsourcedids')
}

/** What holds for each file: what the manifest says, as far as the files bear it out. */
export function decideModes(
  manifest: Manifest | null,
  files: Files,
  heads: Heads,
  version: Version,
  findings: Findings,
): Record<string, Mode> {
  const mode: Record<string, Mode> = {}
  for (const name of new Set([...filesOf[version], ...(manifest?.modes.keys() ?? []), ...files.keys()])) {
    if (name === 'manifest') continue
    const stated = manifest?.modes.get(name)
    const file = `${name}.csv`
    if (!files.has(name)) {
      mode[name] = stated ?? 'absent'
      if (stated !== 'bulk' && stated !== 'delta') continue
      const message = `${file} is not there, but the manifest says ${stated}`
      findings.error('file_missing', { file }, message, `Deliver ${file}, or say absent for file.${name}`)
    } else if (stated === undefined && manifest !== null && isStray(name, version, heads)) {
      mode[name] = 'absent'
      const message = `${file} is not a file of OneRoster ${version} and is not read`
      findings.odd('unknown_file', { file }, message, `Leave it out, or say 1.2 in the manifest`)
    } else {
      mode[name] = stated ?? 'bulk'
      if (stated === undefined && manifest !== null) {
        const message = `The manifest does not mention ${file}: it is read, and removes nothing`
        findings.odd(
          'missing_property',
          { file, field: `file.${name}` },
          message,
          `Add file.${name} with bulk or delta`,
        )
      }
      if (stated !== 'absent') continue
      const message = `${file} is there, but the manifest says absent: it is not read`
      findings.odd(
        'file_unexpected',
        { file },
        message,
        `Say bulk or delta for file.${name}, or leave it out`,
      )
    }
  }
  return mode
}

/** A file of the other version; but a roles.csv is read when nothing else tells the roles. */
function isStray(name: string, version: Version, heads: Heads): boolean {
  return !filesOf[version].includes(name) && (name !== 'roles' || hasRoleColumns(heads))
}
