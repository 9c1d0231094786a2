import type { Broken } from '../source.ts'
import { makeSplitter } from './cells.ts'
import { openText } from './encoding.ts'
import type { Head } from './head.ts'
import { BrokenEntry, type Entry } from './package.ts'
import { scanRecords } from './scan.ts'

const MAX_ROWS = 1000

export type Rows = { readonly rows: readonly (string[] | Broken)[]; readonly failure: BrokenEntry | null }

/** All rows of a small file, such as the manifest; more than a thousand rows are nobody's manifest. */
export async function readRows(entry: Entry, head: Head, fewest: number): Promise<Rows> {
  const { dialect, dataStart, encoding, header } = head
  const width = dialect.strict || 'rule' in header ? fewest : Math.max(fewest, header.length)
  const { split } = makeSplitter({ dialect, width, fewest, sourcedIdCell: 0 })
  const rows: (string[] | Broken)[] = []
  const reader = await openText(entry, encoding)
  try {
    const pass = { rows: 0, doubt: null }
    const judge = { isWhole: () => true, isRow: () => true }
    for await (const batch of scanRecords(reader, dataStart, dialect, 2 ** 16, pass, judge)) {
      for (let at = 0; at < batch.count && rows.length < MAX_ROWS; at++) rows.push(split(batch, at))
    }
  } catch (cause) {
    if (!(cause instanceof BrokenEntry)) throw cause
    return { rows, failure: cause }
  } finally {
    await reader.close()
  }
  return { rows, failure: null }
}
