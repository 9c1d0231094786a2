import type { Store, Where } from '../store/open.ts'
import type { Call, Command } from './command.ts'
import type { Parsed } from './parse.ts'
import type { Meter } from './progress.ts'
import type { Printer } from './printer.ts'
import { dayIn } from './today.ts'

export type Env = NodeJS.ProcessEnv
type Frame = { readonly out: Printer; readonly env: Env; readonly meter: Meter; readonly signal: AbortSignal }

/** A call, and the way to let go of what it opened. */
export function makeCall(
  parsed: Parsed,
  frame: Frame,
  { where: own, beside = false }: Pick<Command, 'where' | 'beside'> = {},
): { call: Call; close(): Promise<void> } {
  const where = own ?? findWhere(parsed.options.data, frame.env)
  let opening: Promise<Store> | undefined
  const call: Call = {
    ...parsed,
    out: frame.out,
    where,
    store: () => (opening ??= openLazily(where, beside)),
    today: zone => dayIn(zone, new Date(), frame.env.ROLLBOOK_TODAY),
    now: () => new Date(),
    progress: frame.meter.progress,
    signal: frame.signal,
  }
  // A store that failed to open has told so already where it was asked for.
  const close = async () => (await opening?.catch(() => undefined))?.close()
  return { call, close }
}

/** The database driver is most of the start-up time, and half of the verbs never need it. */
async function openLazily(where: Where, beside: boolean): Promise<Store> {
  const { joinStore, openStore } = await import('../store/open.ts')
  return await (beside ? joinStore : openStore)(where)
}

function findWhere(data: string | boolean | undefined, env: Env): Where {
  const folder = typeof data === 'string' ? data : env.ROLLBOOK_DATA || './.rollbook'
  return {
    data: folder,
    url: env.DATABASE_URL || null,
    ...(env.ROLLBOOK_ALLOW_LOOPBACK === '1' && { loopback: true }),
  }
}
