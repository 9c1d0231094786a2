/** How many cases a property tries: few every day, ten times as many with the slow suite. */
export function cases(everyday: number): { numRuns: number } {
  return { numRuns: process.env.ROLLBOOK_SUITE === 'all' ? everyday * 10 : everyday }
}
