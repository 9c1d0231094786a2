/**
 * Chance without a stream: a number follows from the seed and from what it is about, never from how many were
 * drawn before. So a person's name does not change when the district grows, and nothing need be remembered.
 */
export function seedNumber(seed: string): number {
  return textChance(0x2545f491, seed)
}

/** 32 evenly spread bits from a seed and up to two numbers (murmur3-style finalizer per round). */
export function chance(seed: number, a: number, b = 0): number {
  return round(round(seed ^ Math.imul(a, 0x9e3779b1)) ^ Math.imul(b + 1, 0x85ebca6b)) >>> 0
}

export function textChance(seed: number, text: string): number {
  let hash = seed ^ 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return round(hash) >>> 0
}

/** The same as a share: 0 ≤ x < 1. */
export function share(seed: number, a: number, b = 0): number {
  return chance(seed, a, b) / 0x100000000
}

export function textShare(seed: number, text: string): number {
  return textChance(seed, text) / 0x100000000
}

export function pick<T>(list: readonly T[], bits: number): T {
  const found = list[bits % list.length]
  if (found === undefined) throw new Error('Cannot pick from a list: it is empty')
  return found
}

function round(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return hash ^ (hash >>> 15)
}
