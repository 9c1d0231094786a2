const filters = ['actor', 'action', 'since', 'until'] as const

/** What the service is asked, from what stands in the address of the page: days become instants of that zone's clock. */
export function addressOf(query: URLSearchParams, paged: boolean): string {
  const asked = new URLSearchParams()
  for (const name of [...filters, ...(paged ? (['before'] as const) : [])]) {
    const value = query.get(name)
    if (value === null) continue
    if (name === 'since') asked.set(name, startOf(value, 0))
    else if (name === 'until') asked.set(name, startOf(value, 1))
    else asked.set(name, value)
  }
  return asked.toString()
}

export function hasFilter(query: URLSearchParams): boolean {
  return filters.some(name => query.has(name))
}

/** Where a day begins on the clock of this device, so many days later: `until` is a day that counts whole. */
function startOf(day: string, later: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}
