import type pg from 'pg'
import { readNames } from '../../store/console-users.ts'

/** Names behind `console:<id>`, as runs and decisions keep them; others are accounts at a terminal, or the schedule. */
export async function namesOf(pool: pg.Pool, whos: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(whos)].flatMap(who => /^console:([0-9a-f-]{36})$/.exec(who)?.[1] ?? [])
  if (ids.length === 0) return new Map()
  const found = await readNames(pool, ids)
  return new Map([...found].map(([id, name]) => [`console:${id}`, name]))
}

export function nameIn(names: ReadonlyMap<string, string>, who: string): string {
  return names.get(who) ?? who
}
