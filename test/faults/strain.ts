/** How much a process may be strained by one drop. */
const BLOCK = 250
const MEMORY = 400 * 2 ** 20

/**
 * Watches that nothing blocks the event loop and that memory stays bounded. A blockage is counted in processor time:
 * on a busy machine others' work must not look like ours.
 */
export function watchStrain(): { begin(name: string): void; end(): void; stop(): string[] } {
  const wrongs: string[] = []
  const start = process.memoryUsage().rss
  let name = ''
  let used = process.cpuUsage()
  const look = () => {
    const { user, system } = process.cpuUsage(used)
    const millis = (user + system) / 1000
    if (millis > BLOCK && name !== '')
      wrongs.push(`${name}: the event loop was blocked for ${Math.round(millis)} ms`)
    used = process.cpuUsage()
  }
  const timer = setInterval(look, 5)
  return {
    begin(next) {
      name = next
      used = process.cpuUsage()
    },
    end() {
      const grown = process.memoryUsage().rss - start
      if (grown > MEMORY) wrongs.push(`${name}: memory grew by ${Math.round(grown / 2 ** 20)} MB`)
      name = ''
    },
    stop() {
      clearInterval(timer)
      return wrongs
    },
  }
}
