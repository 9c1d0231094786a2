import { expect, test } from 'vitest'
import { NameFile } from './names.ts'
import type { ScratchFile } from './scratch.ts'

/** A file in memory that, like a file of two layers, reads no further than one boundary at a time. */
function fileInMemory(): ScratchFile & { reads: number; boundary: number } {
  let bytes = Buffer.alloc(0)
  return {
    reads: 0,
    boundary: Infinity,
    get size() {
      return bytes.length
    },
    append(piece) {
      bytes = Buffer.concat([bytes, piece])
      return Promise.resolve()
    },
    read(offset, length) {
      this.reads++
      const end = offset < this.boundary ? Math.min(this.boundary, offset + length) : offset + length
      return Promise.resolve(Uint8Array.from(bytes.subarray(offset, end)))
    },
  }
}

const texts = Array.from({ length: 30_000 }, (_, at) => (at % 5000 === 0 ? 'é'.repeat(9000) : `e-27-${at}`))

async function written(): Promise<{
  names: NameFile
  file: ReturnType<typeof fileInMemory>
  offsets: number[]
}> {
  const file = fileInMemory()
  const names = new NameFile(file)
  const offsets: number[] = []
  for (const text of texts) offsets.push(names.add(text))
  await names.flush()
  // What a run adds goes behind what was saved: the boundary lies between two names.
  file.boundary = offsets[12_345] ?? 0
  return { names, file, offsets }
}

test('a name is found by its offset, and many at once in their order in the file', async () => {
  const { names, offsets } = await written()
  expect(await names.read(offsets[5000] ?? 0)).toBe(texts[5000])
  expect(await names.read(offsets[29_999] ?? 0)).toBe('e-27-29999')
  expect(await names.readMany(offsets.toReversed())).toEqual(texts)
  expect(await names.readMany([])).toEqual([])
})

test('many names cost a read for each piece of the file, not for each name', async () => {
  const { names, file, offsets } = await written()
  file.reads = 0
  await names.readMany(offsets)
  expect(file.reads).toBeLessThan(30)
})
