import type { Row } from './row.ts'

/**
 * Guardians stand in the file just before their children. A guardian is held back until the first child that
 * stays comes by; one whose children all leave is never written, and its role must go too.
 */
export class Households {
  readonly gone = new Set<string>()
  #held: Row | null = null

  hold(guardian: Row): void {
    this.end()
    this.#held = guardian
  }

  /** The guardian of a child that stays, the first time it is asked for. */
  release(child: Row): Row | null {
    const held = this.#held
    if (!held || !child.of('agentSourcedIds').split(',').includes(held.id)) return null
    this.#held = null
    return held
  }

  /** At the next household, and after the last one. */
  end(): void {
    if (this.#held) this.gone.add(this.#held.id)
    this.#held = null
  }
}
