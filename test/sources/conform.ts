import { describe, expect, test } from 'vitest'
import { manifest } from '../../src/roster/fields.ts'
import { isKind } from '../../src/roster/kinds.ts'
import type { Drop, Stream } from '../../src/sources/source.ts'
import { readAll } from './drops.ts'

/**
 * What every source promises (src/sources/source.ts). A source's own test hands in a way to open a drop that
 * is whole and has at least one row in each stream.
 */
export function conform(name: string, open: () => Promise<Drop>): void {
  const each = (fact: string, check: (stream: Stream, drop: Drop) => Promise<void> | void) =>
    test(fact, async () => {
      const drop = await open()
      try {
        expect(drop.streams.length).toBeGreaterThan(0)
        for (const stream of drop.streams) await check(stream, drop)
      } finally {
        await drop.close()
      }
    })

  describe(`${name} is a source`, () => {
    each('has at most one stream for each kind', (stream, drop) => {
      expect(isKind(stream.kind)).toBe(true)
      expect(drop.streams.filter(({ kind }) => kind === stream.kind)).toHaveLength(1)
    })

    each('says of each stream what its mode is', (stream, drop) => {
      expect(['bulk', 'delta']).toContain(stream.mode)
      const file = stream.file.replace(/^.*\//, '').replace(/\.csv$/i, '')
      if (file in drop.mode) expect(drop.mode[file]).toBe(stream.mode)
    })

    each('maps every field of the manifest to a cell of the header, or to none', stream => {
      expect(stream.cells).toHaveLength(manifest[stream.kind].length)
      const numbers = [
        ...stream.cells,
        stream.sourcedIdCell,
        stream.statusCell,
        stream.modifiedCell,
        stream.orgsCell,
        stream.roleCell,
      ]
      for (const cell of numbers) {
        expect(cell).toBeGreaterThanOrEqual(-1)
        expect(cell).toBeLessThan(stream.header.length)
      }
      expect(stream.sourcedIdCell).toBeGreaterThanOrEqual(0)
    })

    each('gives the same rows in the same order each time it is read', async stream => {
      const first = await readAll(stream)
      expect(first.length).toBeGreaterThan(0)
      expect(await readAll(stream)).toEqual(first)
    })

    each('numbers rows one after another, from 2', async stream => {
      const rows = await readAll(stream)
      expect(rows.map(({ row }) => row)).toEqual(rows.map((_, at) => at + 2))
    })

    each('finds by keySpan what split says, or nothing', async stream => {
      for (const { key, cells } of await readAll(stream)) {
        if (key !== null && Array.isArray(cells)) expect(cells[stream.sourcedIdCell]).toBe(key)
      }
    })

    each('says that a stream is whole only after it was read to its end', async stream => {
      expect(stream.ending().complete).toBe(false)
      for await (const batch of stream.batches()) {
        expect(batch.count).toBeGreaterThan(0)
        expect(stream.ending().complete).toBe(false)
      }
      expect(stream.ending()).toEqual({ complete: true, why: null })
    })

    each('can be left in the middle and read again', async stream => {
      const rows = await readAll(stream)
      for await (const batch of stream.batches()) if (batch.count > 0) break
      expect(await readAll(stream)).toHaveLength(rows.length)
    })

    each('keeps records that were given out as they were', async stream => {
      const kept: { bytes: Uint8Array; copy: Uint8Array }[] = []
      for await (const { bytes } of stream.batches()) kept.push({ bytes, copy: Uint8Array.from(bytes) })
      for (const { bytes, copy } of kept) expect(Buffer.compare(bytes, copy)).toBe(0)
    })

    each('has the same digest for the same bytes', async (_, drop) => {
      for (const file of drop.files) {
        const digest = await file.digest()
        expect(digest).toMatch(/^[0-9a-f]{64}$/)
        expect(await file.digest()).toBe(digest)
      }
    })
  })
}
