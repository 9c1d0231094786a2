export const results = ['applied', 'empty', 'held', 'cleared', 'failed', 'undone', 'running'] as const
export const triggers = ['schedule', 'events', 'refresh', 'manual', 'setup', 'undo', 'hand'] as const

/** What the service is asked, from what stands in the address of the page. */
export function addressOf(query: URLSearchParams): string {
  const asked = new URLSearchParams()
  for (const name of ['result', 'trigger', 'before'] as const) {
    const value = query.get(name)
    if (value !== null) asked.set(name, value)
  }
  const text = asked.toString()
  return text && `?${text}`
}

export function hasFilter(query: URLSearchParams): boolean {
  return query.has('result') || query.has('trigger')
}

/** Runs chosen to be compared, at most two; a third takes the place of the first. */
export function chosenRuns(query: URLSearchParams): readonly number[] {
  return (query.get('compare') ?? '')
    .split(',')
    .filter(word => /^\d+$/.test(word))
    .map(Number)
    .slice(-2)
}

/** The address when a run is chosen, or is not any more. */
export function chooseRun(query: URLSearchParams, run: number): string {
  const chosen = chosenRuns(query)
  const next = chosen.includes(run) ? chosen.filter(one => one !== run) : [...chosen, run].slice(-2)
  return next.length === 0 ? 'on' : next.join(',')
}
