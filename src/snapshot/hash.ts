import xxhash from 'xxhash-wasm'

/**
 * 64-bit xxHash of bytes and texts, left in `lo` and `hi` so that millions of calls make no garbage.
 * Only "old row against new row of the same key" is ever decided by it, and a weekly full reconcile
 * compares contents, so 64 bits suffice (docs/decisions/0003-fingerprints.md).
 */
export type Hasher = {
  lo: number
  hi: number
  bytes(bytes: Uint8Array, from: number, to: number, seed: bigint): void
  text(text: string, seed?: bigint): void
  /** A seed that makes every hash of another `text` different. */
  seed(text: string): bigint
}

export async function makeHasher(): Promise<Hasher> {
  const { h64, h64Raw } = await xxhash()
  const wide = new BigUint64Array(1)
  const halves = new Uint32Array(wide.buffer)
  const keep = (hasher: Hasher, hash: bigint) => {
    wide[0] = hash
    hasher.lo = halves[0] ?? 0
    hasher.hi = halves[1] ?? 0
  }
  const hasher: Hasher = {
    lo: 0,
    hi: 0,
    bytes(bytes, from, to, seed) {
      keep(hasher, h64Raw(bytes.subarray(from, to), seed))
    },
    text(text, seed = 0n) {
      keep(hasher, h64(text, seed))
    },
    seed: text => h64(text),
  }
  return hasher
}
