import type { Broken } from '../source.ts'
import { makeSplitter } from './cells.ts'
import { openText } from './encoding.ts'
import type { Head } from './head.ts'
import type { Entry } from './package.ts'
import { scanRecords } from './scan.ts'

const MAX_ROWS = 1000

/** All rows of a small file, such as the manifest; more than a thousand rows are nobody's manifest. */
export async function readRows(entry: Entry, head: Head, width: number): Promise<(string[] | Broken)[]> {
  const { dialect, dataStart, encoding } = head
  const { split } = makeSplitter({ dialect, width, fewest: width, sourcedIdCell: 0 })
  const rows: (string[] | Broken)[] = []
  const reader = await openText(entry, encoding)
  try {
    const pass = { rows: 0, unclosedRow: null }
    for await (const batch of scanRecords(reader, dataStart, dialect, 2 ** 16, pass, () => true)) {
      for (let at = 0; at < batch.count && rows.length < MAX_ROWS; at++) rows.push(split(batch, at))
    }
  } finally {
    await reader.close()
  }
  return rows
}
