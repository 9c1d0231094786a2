import type { Kind } from '../roster/kinds.ts'
import type { Wire } from '../wire/wire.ts'

/** What a source beyond the wire needs of the world, handed in by whoever opens it. */
export type Outside = {
  readonly wire: Wire
  /** A folder of ours for what was fetched and not yet checked; it is encrypted, and gone when the drop is closed. */
  readonly scratch: string
  /** Active secrets of a name, the newest first; none where none was given. */
  secrets(name: SecretName): Promise<readonly string[]>
  /** Kinds that the rules let in: others are not asked for. */
  readonly wants: readonly Kind[]
  /** Read only what changed since; null reads everything. */
  readonly since: Date | null
  /** Read what events name, or one record, in place of everything. */
  readonly follow?: Follow
  now(): Date
  /** Waits, unless the run is stopped meanwhile. */
  pause(millis: number): Promise<void>
  readonly progress: (phase: string, done: number, total: number | null) => void
  readonly signal?: AbortSignal
}

/** A part of a district that is to be read, and what it is compared with. */
export type Follow = {
  /** The last event that was taken in, '' where there was none yet. */
  readonly cursor: string
  /** Id of the one school, class or person that somebody asks for; null follows the events. */
  readonly record: string | null
  readonly holding: Holding
}

/** What the roster holds of the connection that is read. */
export type Holding = {
  /** Which of these sourcedIds are there and not removed. */
  live(kind: Kind, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Keys of what names one of these, such as the enrollments in some classes. */
  naming(kind: Kind, target: Kind, ids: readonly string[]): Promise<readonly string[]>
}

export const secretNames = [
  'clientSecret',
  'bearer',
  'partnerKey',
  'cleverSecret',
  'headers',
  'tokenExtras',
] as const
export type SecretName = (typeof secretNames)[number]

/** Whether anything asks for a secret of this name: a source, or a provider that a district's people sign in with. */
export function isSecretName(name: string): boolean {
  return /^oidcSecret:[0-9a-f-]{36}$/.test(name) || secretNames.some(one => one === name)
}
