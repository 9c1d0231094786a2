import type pg from 'pg'
import { readTokenNames } from '../../store/api-tokens.ts'
import { readNames } from '../../store/console-users.ts'

/**
 * Names behind `console:<id>`, and of a district's programs behind `token:<id>`, as runs and decisions keep them; others
 * are accounts at a terminal, or the schedule.
 */
export async function namesOf(
  pool: pg.Pool,
  whos: readonly string[],
  districtId: string | null = null,
): Promise<ReadonlyMap<string, string>> {
  const [people, programs] = [idsOf(whos, 'console'), districtId === null ? [] : idsOf(whos, 'token')]
  const names = people.length === 0 ? new Map<string, string>() : await readNames(pool, people)
  const tokens =
    districtId === null || programs.length === 0
      ? new Map<string, string>()
      : await readTokenNames(pool, districtId, programs)
  return new Map([...under('console', names), ...under('token', tokens)])
}

export function nameIn(names: ReadonlyMap<string, string>, who: string): string {
  return names.get(who) ?? who
}

/** Ids of one kind among words like `console:<id>`, each once. */
export function idsOf(words: readonly string[], kind: string): string[] {
  const found = words.flatMap(word => (word.startsWith(`${kind}:`) ? [word.slice(kind.length + 1)] : []))
  return [...new Set(found)].filter(id => /^[0-9a-f-]{36}$/.test(id))
}

function under(kind: string, names: ReadonlyMap<string, string>): [string, string][] {
  return [...names].map(([id, name]) => [`${kind}:${id}`, name])
}
