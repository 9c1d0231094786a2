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
  now(): Date
  /** Waits, unless the run is stopped meanwhile. */
  pause(millis: number): Promise<void>
  readonly progress: (phase: string, done: number, total: number | null) => void
  readonly signal?: AbortSignal
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
