import type { Stream } from '../sources/source.ts'
import { fold } from './codes.ts'
import { isInstant, readInstant } from './dates.ts'
import type { Findings } from './findings.ts'

/** What a row says of its own life. It is no field of the roster, so it stands in no manifest. */
export type Standing = { readonly gone: boolean; readonly modified: string | null }

const alive: Standing = Object.freeze({ gone: false, modified: null })
const activeWords = new Set(['active', 'enabled', 'current'])
// 1.1 deprecates `inactive` and 1.2 takes it for `tobedeleted`; systems spell the latter `ToBeDeleted` and
// `to be deleted`. Case and blanks carry no meaning here.
const goneWords = new Set(['tobedeleted', 'inactive', 'deleted', 'delete'])

export type StandingReader = (status: string, modified: string) => Standing

export function standingReader(stream: Stream, strict: boolean, found: Findings): StandingReader {
  const delta = stream.mode === 'delta'
  const readStatus = strict ? (delta ? strictDelta : strictBulk) : tolerant
  return (status, modified) => {
    if (status === '' && modified === '' && !delta) return alive
    const gone = readStatus(status, found, delta)
    const at =
      strict && !delta
        ? forbidden(modified, found)
        : readModified(modified, found, strict, delta && stream.undated !== true)
    return { gone, modified: at }
  }
}

const statusFix = 'Export status as active or tobedeleted.'

function strictDelta(status: string, found: Findings): boolean {
  if (status === '') {
    found.error('field_required_in_delta', 'status', '', 'is blank, and a delta must say it', statusFix)
  } else if (status !== 'active' && status !== 'tobedeleted') {
    found.error('invalid_enum', 'status', status, 'is neither active nor tobedeleted', statusFix)
  }
  return status === 'tobedeleted'
}

function strictBulk(status: string, found: Findings): boolean {
  if (status === '') return false
  const fix = 'Leave status blank in bulk files: who is gone is left out.'
  found.error('field_forbidden_in_bulk', 'status', status, 'is filled in, and bulk files leave it blank', fix)
  return false
}

function forbidden(modified: string, found: Findings): null {
  if (modified === '') return null
  const fix = 'Leave dateLastModified blank in bulk files.'
  const what = 'is filled in, and bulk files leave it blank'
  return found.error('field_forbidden_in_bulk', 'dateLastModified', modified, what, fix)
}

function tolerant(status: string, found: Findings, delta: boolean): boolean {
  if (status === 'active' || status === 'tobedeleted') return status === 'tobedeleted'
  const word = fold(status)
  if (word === '' || word === 'null' || word === 'na') {
    const what = 'is blank in a delta, and was read as active'
    if (delta) found.warn('field_required_in_delta', 'status', '', what, statusFix)
    return false
  }
  const gone = goneWords.has(word)
  // Neither a removal nor an update may rest on a word we do not know.
  if (!gone && !activeWords.has(word)) {
    found.error('invalid_enum', 'status', status, 'is neither active nor tobedeleted', statusFix)
    return false
  }
  found.warn('invalid_enum', 'status', status, `was read as ${gone ? 'tobedeleted' : 'active'}`, statusFix)
  return gone
}

function readModified(modified: string, found: Findings, strict: boolean, delta: boolean): string | null {
  if (isInstant(modified)) return modified
  const field = 'dateLastModified'
  const fix = 'Export dateLastModified in UTC with milliseconds: YYYY-MM-DDTHH:MM:SS.sssZ.'
  if (modified === '') {
    const what = 'is blank, and a delta must say it'
    if (strict) return found.error('field_required_in_delta', field, '', what, fix)
    return delta ? found.warn('field_required_in_delta', field, '', what, fix) : null
  }
  const what = 'is not an instant (YYYY-MM-DDTHH:MM:SS.sssZ)'
  if (strict) return found.error('invalid_datetime', field, modified, what, fix)
  // In bulk files it has no meaning, so it is not worth a warning in every row.
  if (delta) found.warn('invalid_datetime', field, modified, what, fix)
  return readInstant(modified.trim())
}
