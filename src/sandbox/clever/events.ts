import { createHash } from 'node:crypto'
import { alike } from './ledger.ts'
import { kinds, type CleverKind, type CleverRecord, type Collections, type Shelf } from './shapes.ts'

type Json = Readonly<Record<string, unknown>>
export type CleverEvent = {
  readonly id: string
  readonly type: `${CleverKind}.${'created' | 'updated' | 'deleted'}`
  readonly created: string
  readonly data: { readonly object: CleverRecord; readonly previous_attributes?: Json }
}

/** How long an event can be read. */
const life = 30 * 86_400_000

/** What an app is told of changes, oldest first, once it asked to be told. */
export class Stream {
  on = false
  readonly #now: () => Date
  readonly #mark: string
  #events: CleverEvent[] = []
  #count = 0
  #second = 0

  constructor(district: string, now: () => Date) {
    this.#now = now
    this.#mark = createHash('sha256').update(`events ${district}`).digest('hex').slice(0, 10)
  }

  /** Events that are not too old. */
  events(): readonly CleverEvent[] {
    const oldest = new Date(this.#now().getTime() - life).toISOString()
    if ((this.#events[0]?.created ?? oldest) < oldest) this.#events = this.#events.filter(({ created }) => created >= oldest) // prettier-ignore
    return this.#events
  }

  /** Tells of what differs, kind after kind. What is no longer shared is deleted to the app, and the other way round. */
  tell(before: Collections, after: Collections): void {
    if (!this.on) return
    this.#second = Math.max(Math.floor(this.#now().getTime() / 1000), this.#second)
    for (const kind of kinds) this.#compare(kind, before[kind], after[kind])
  }

  #compare(kind: CleverKind, before: Shelf<CleverRecord>, after: Shelf<CleverRecord>): void {
    for (const object of after.rows) {
      const held = before.index.get(object.id)
      if (held === undefined) this.#add(`${kind}.created`, { object })
      else if (held !== object && !alike(held, object))
        this.#add(`${kind}.updated`, { object, previous_attributes: previousOf(held, object) })
    }
    for (const object of before.rows)
      if (!after.index.has(object.id)) this.#add(`${kind}.deleted`, { object })
  }

  #add(type: CleverEvent['type'], data: CleverEvent['data']): void {
    const stamp = this.#second.toString(16).padStart(8, '0')
    const id = `${stamp}${this.#mark}${(++this.#count).toString(16).padStart(6, '0')}`
    this.#events.push({ id, type, created: new Date(this.#second * 1000).toISOString(), data })
  }
}

/** Whole old values of what changed; of roles only what differs in them, as recorded. */
function previousOf(before: object, after: object): Json {
  const [old, now] = [before as Json, after as Json] // records are of names and values
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    name => !alike(old[name], now[name]),
  )
  return Object.fromEntries(
    changed.map(name => [name, name === 'roles' ? rolesBefore(old[name], now[name]) : (old[name] ?? null)]),
  )
}

function rolesBefore(before: unknown, after: unknown): Json {
  const [old, now] = [before as Json, after as Json] // roles of a user
  const words = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  const had = words.map(word => [word, roleBefore(old[word], now[word])] as const)
  return Object.fromEntries(had.filter(([, role]) => role !== undefined))
}

function roleBefore(before: unknown, after: unknown): unknown {
  if (alike(before, after)) return undefined
  return before === undefined || after === undefined
    ? (before ?? null)
    : previousOf(before as object, after as object) // two states of one role
}
