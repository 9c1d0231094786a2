import { createHash } from 'node:crypto'
import type { SandboxDistrict } from '../district.ts'
import type { Switches } from '../faults.ts'
import { Stream } from './events.ts'
import { Ledger, type Standing } from './ledger.ts'
import type { Collections } from './shapes.ts'
import { Scissors, shareAll, sharedOf, type Sharing } from './sharing.ts'

type Seen = { readonly whole: Collections; readonly sharing: Sharing; readonly shown: Collections }

/** A district at Clever as one app meets it: its token, what it shares, and what the app sees of it now. */
export class Connection {
  readonly ledger: Ledger
  readonly stream: Stream
  /** Whether somebody at the district connected the app. */
  connected = true
  token: string
  #sharing = shareAll
  #scissors = new Scissors(shareAll)
  /** Held for review: what the app sees stays as it is. */
  #held = false
  #seen: Seen | null = null
  #turns = 0
  readonly #district: SandboxDistrict
  readonly #minutes = new Map<string, { minute: number; spent: number }>()
  readonly #now: () => Date

  constructor(district: SandboxDistrict, switches: Switches, now: () => Date) {
    this.#district = district
    this.#now = now
    this.ledger = new Ledger(district, switches, now)
    this.stream = new Stream(this.ledger.ids.district, now)
    this.token = this.#made()
  }

  /** What the app sees now. */
  view(): Collections {
    const whole = this.ledger.collections()
    const before = this.#seen
    if (before !== null && this.#held) return { ...before.shown, districts: whole.districts }
    if (before?.whole === whole && before.sharing === this.#sharing) return before.shown
    const shown = sharedOf(whole, this.#sharing, this.#scissors)
    this.#seen = { whole, sharing: this.#sharing, shown }
    if (before !== null) this.stream.tell(before.shown, shown)
    return shown
  }

  share(sharing: Sharing): void {
    this.view()
    const { roles, staff } = this.#sharing
    const same = roles.join() === sharing.roles.join() && staff === sharing.staff
    if (!same) this.#scissors = new Scissors(sharing)
    this.#sharing = sharing
    this.view()
  }

  /** Another token; the old one opens nothing from now on. */
  rotate(): void {
    this.#turns++
    this.token = this.#made()
  }

  /** What Clever says of the district from now on. */
  stand(standing: Standing): Standing {
    this.view()
    this.ledger.standing = standing
    this.view()
    return standing
  }

  /** Makes two users of an employee who has several roles, as after a change of one address. */
  split(sourcedId: string): void {
    this.view()
    this.ledger.split.add(sourcedId)
    this.view()
  }

  /** Holds what the app sees for review, or lets through what came meanwhile. */
  hold(held: boolean): boolean {
    this.view()
    this.#held = held
    this.view()
    return held
  }

  /** Whether events are told, from now on: the app opts in. */
  tellEvents(on: boolean): void {
    this.view()
    this.stream.on = on
    this.#district.heard = on ? () => void this.view() : null
  }

  /** One more request with a token: how many are left in this minute, which is below zero for one too many. */
  spend(token: string, most: number): { readonly left: number; readonly resets: number } {
    const minute = Math.floor(this.#now().getTime() / 60_000)
    const known = this.#minutes.get(token)
    const spent = known?.minute === minute ? known.spent + 1 : 1
    this.#minutes.set(token, { minute, spent })
    return { left: most - spent, resets: (minute + 1) * 60 }
  }

  #made(): string {
    const { seed, key } = this.#district.plan
    return createHash('sha256').update(`${seed} ${key} clever ${this.#turns}`).digest('hex').slice(0, 40)
  }
}
