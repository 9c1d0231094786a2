/** Lists that stand beside the records in an answer, or in place of them when something failed. */
const notRecords = /^(statusInfoSet|errors?|warnings?|links?|_links|imsx_.*)$/i

/**
 * The records of an answer: under the key of the standard, under the only key that holds a list, or the answer itself.
 * Vendors say `students` for `users`, or nothing at all. null when there is no list, which is no answer.
 */
export function recordsOf(body: unknown, keys: readonly string[], nested = false): readonly unknown[] | null {
  if (Array.isArray(body)) return body
  if (typeof body !== 'object' || body === null) return null
  const entries = Object.entries(body)
  for (const key of keys) {
    const found = entries.find(([name]) => name === key) ?? entries.find(([name]) => name.toLowerCase() === key.toLowerCase())
    if (found !== undefined) return listOf(found[1])
  }
  const lists = entries.filter(([name, value]) => Array.isArray(value) && !notRecords.test(name))
  if (lists.length > 0) return lists.length === 1 ? listOf(lists[0]?.[1]) : null
  // One more wrapping, as in {result: {users: []}}, and no deeper.
  const inner = entries.filter(([name, value]) => typeof value === 'object' && value !== null && !notRecords.test(name))
  return inner.length === 1 && !nested ? recordsOf(inner[0]?.[1], keys, true) : null
} // prettier-ignore

function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  // A list of none, and a list of one that was written as that one.
  if (value === null) return []
  return typeof value === 'object' ? [value] : null
}

/** What an answer says went wrong, whatever form it has: 1.2's, 1.1's, the flat one, or a sentence of its own. */
export function complaintOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null
  const record = flat(body)
  const found = record.imsx_description ?? record.description ?? record.message ?? record.error_description ?? record.error
  const code = record.imsx_codeminor ?? record.codeminor
  const words = [found, code].filter(one => typeof one === 'string' && one.trim() !== '')
  return words.length === 0 ? null : shortened(words.join(', '))
} // prettier-ignore

/** One level of wrapping taken off, with keys in small letters. */
function flat(body: object): Readonly<Record<string, unknown>> {
  const inner = Object.entries(body).find(([name, value]) => /^(imsx_StatusInfo|statusInfoSet|errors|error)$/i.test(name) && typeof value === 'object' && value !== null)?.[1] as unknown
  const one: unknown = Array.isArray(inner) ? inner[0] : inner
  const record = typeof one === 'object' && one !== null ? one : body
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value as unknown]))
} // prettier-ignore

/** A failure said by a server that answers 200 all the same. */
export function isFailure(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  const major = flat(body).imsx_codemajor ?? flat(body).codemajor
  return typeof major === 'string' && /^(failure|unsupported)$/i.test(major)
}

/** What others say is shown as they say it, on one line and not without end. */
function shortened(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}
