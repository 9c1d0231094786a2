/** Takes one line of the log. Ids, codes and counts only: never a name or an address of a person. */
export type Log = (
  line: { readonly level: 'info' | 'warn' | 'error' } & Readonly<Record<string, string | number | null>>,
) => void

/** What may be said of an error that is no sentence of ours: its code or name, and where, without its words. */
export function traceOf(error: unknown): { readonly code: string; readonly at: string } {
  const code = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'unknown'
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : []
  const at = lines.filter(line => line.trimStart().startsWith('at ')).slice(0, 4)
  return { code, at: at.map(line => line.trim()).join(' < ') }
}
