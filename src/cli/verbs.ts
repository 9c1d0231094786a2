import type { Command } from './command.ts'

export type Verbs = Readonly<Record<string, () => Promise<{ readonly command: Command }>>>

/**
 * Every verb, in the order of `rollbook --help`. Each is loaded when it is asked for: starting stays fast
 * however many there are.
 */
export const verbs: Verbs = {}
