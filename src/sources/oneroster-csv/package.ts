import type { Written } from '../source.ts'

/** The package before anybody looks inside its files: a folder or a zip, as entries that can be read. */
export type Package = {
  readonly entries: readonly Entry[]
  close(): Promise<void>
}

export type Entry = {
  /** As delivered, folders included, with `/` between them; a folder itself ends with one. */
  readonly path: string
  /** Size of what will be read; a zip says it before it is true, and `open` holds it to its word. */
  readonly bytes: number
  readonly writtenAt: Written | null
  open(): Promise<Reader>
  digest(): Promise<string>
}

/** Pulls bytes into a buffer of the caller's, so that a record is copied as seldom as possible. */
export type Reader = {
  /** Number of bytes written from the start of `target`; 0 at the end. Throws BrokenEntry for a bad end. */
  fill(target: Uint8Array): Promise<number>
  close(): Promise<void>
}

/** The entry could not be read as promised: cut off, corrupt, or changed under our eyes. */
export class BrokenEntry extends Error {}

/** A reader over chunks that come when they come. */
export function readChunks(chunks: AsyncIterable<Uint8Array>): Reader {
  const source = chunks[Symbol.asyncIterator]()
  let pending: Uint8Array = new Uint8Array(0)
  return {
    async fill(target) {
      while (pending.length === 0) {
        const next = await source.next()
        if (next.done === true) return 0
        pending = next.value
      }
      const taken = pending.subarray(0, target.length)
      target.set(taken)
      pending = pending.subarray(taken.length)
      return taken.length
    },
    async close() {
      await source.return?.()
    },
  }
}

/** Fills the whole buffer unless the entry ends first. A failure comes beside the bytes before it: they count. */
export async function fillWhole(reader: Reader, target: Uint8Array): Promise<Filled> {
  let filled = 0
  try {
    while (filled < target.length) {
      const count = await reader.fill(target.subarray(filled))
      if (count === 0) break
      filled += count
    }
  } catch (cause) {
    if (cause instanceof BrokenEntry) return { filled, failure: cause }
    throw cause
  }
  return { filled, failure: null }
}

export type Filled = { readonly filled: number; readonly failure: BrokenEntry | null }
