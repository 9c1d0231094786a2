/**
 * Ids that came already, as 64-bit hashes: eight bytes each, for a district may have ten million enrollments. Two ids
 * with one hash are not to be expected below a billion of them.
 */
export class SeenIds {
  #slots = new Uint32Array(2 * 1024)
  size = 0

  /** False when it was there. */
  add(id: string): boolean {
    if (this.size * 4 > this.#slots.length) this.#grow()
    const [high, low] = hashOf(id)
    if (!insert(this.#slots, high, low)) return false
    this.size++
    return true
  }

  has(id: string): boolean {
    const [high, low] = hashOf(id)
    const mask = this.#slots.length / 2 - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2
      if (this.#slots[at] === high && this.#slots[at + 1] === low) return true
      if (this.#slots[at] === 0 && this.#slots[at + 1] === 0) return false
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = [old[at], old[at + 1]]
      if ((high | low) !== 0) insert(this.#slots, high, low)
    }
  }
}

function insert(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length / 2 - 1
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const at = slot * 2
    if (slots[at] === high && slots[at + 1] === low) return false
    if (slots[at] !== 0 || slots[at + 1] !== 0) continue
    slots[at] = high
    slots[at + 1] = low
    return true
  }
}

/** Two FNV-1a of 32 bits with different seeds, each stirred at its end (the finisher of MurmurHash3). */
function hashOf(id: string): readonly [high: number, low: number] {
  let a = 0x811c9dc5
  let b = 0x2f0b4c47
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
  }
  const high = stir(a)
  const low = stir(b)
  // Zero and zero marks an empty slot.
  return (high | low) === 0 ? [0, 1] : [high, low]
}

function stir(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
