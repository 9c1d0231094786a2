import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import type { Order } from '../sync/run.ts'
import type { Call } from './command.ts'
import { text } from './options.ts'

/** What a verb asks the conductor for: this call, on behalf of whoever runs the program. */
export async function orderOf(call: Call, planOnly: boolean): Promise<Order> {
  const from = text(call, 'from')
  return {
    store: await call.store(),
    district: call.args[0] ?? '',
    trigger: 'manual',
    who: whoRuns(),
    from: from === undefined ? null : resolve(from),
    planOnly,
    today: call.today,
    progress: heeding(call),
    signal: call.signal,
  }
}

/** Progress that ends the work when somebody stops the program: its run then says so in its row. */
export function heeding({ progress, signal }: Pick<Call, 'progress' | 'signal'>): Order['progress'] {
  return (...told) => {
    signal.throwIfAborted()
    progress(...told)
  }
}

/** The account at the terminal; a uid without a name, as containers have it, is its own. */
export function whoRuns(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/** A command line to run next, on the same data as this one. */
export function nextStep(call: Pick<Call, 'options'>, words: string): string {
  const data = text(call, 'data')
  return `rollbook ${words}${data === undefined ? '' : ` --data ${shellWord(data)}`}`
}

/** As a shell takes it for one word: ids and paths come from elsewhere. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
