import { expect, test } from 'vitest'
import { makeHasher, noSeed } from './hash.ts'

const hasher = makeHasher()
const hashOf = (text: string) => {
  hasher.text(text)
  return [hasher.lo, hasher.hi]
}

test('hashes are the first half of MurmurHash3 x86_128', () => {
  expect(hashOf('')).toEqual([0, 0])
  // The vector that other implementations print for this pangram: 2f1583c3ecee2c675d7bf66ce5e91d2c.
  expect(hashOf('The quick brown fox jumps over the lazy dog')).toEqual([0x2f1583c3, 0xecee2c67 | 0])
})

test.each(['u-1', 'Ngữ-Æther', 'é'.repeat(50), 'x'.repeat(2000), '𝒜da', '12345678901234567'])(
  'a text has the hash of its bytes: %s',
  text => {
    const bytes = Buffer.from(`--${text}--`)
    hasher.bytes(bytes, 2, bytes.length - 2, noSeed)
    expect([hasher.lo, hasher.hi]).toEqual(hashOf(text))
  },
)

test('the hashes of 300,000 ids that differ in a digit differ', () => {
  const seen = new Set<number>()
  for (let at = 0; at < 300_000; at++) {
    const [lo = 0, hi = 0] = hashOf(`e-27-${at}-1`)
    seen.add((lo % 2 ** 21) * 2 ** 32 + hi)
  }
  expect(seen.size).toBe(300_000)
})

test('under another seed every hash is another', () => {
  hasher.text('u-1', hasher.seed('header'))
  const first = [hasher.lo, hasher.hi]
  hasher.text('u-1', hasher.seed('another header'))
  expect([hasher.lo, hasher.hi]).not.toEqual(first)
})
