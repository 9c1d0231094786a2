import { once } from 'node:events'
import type pg from 'pg'
import copy from 'pg-copy-streams'

/** Rows on their way into a table. `end` resolves when all have arrived. */
export type CopyIn = { write(text: string): Promise<void>; end(): Promise<void> }

/** Starts COPY … FROM STDIN. A connection that breaks amid it is told by the next `write` or by `end`. */
export function copyIn(client: pg.ClientBase, statement: string): CopyIn {
  const stream = client.query(copy.from(statement))
  // Told once, and nobody may be listening just then: unheard it would end the process.
  const broken = new Promise<never>((_, reject) => stream.on('error', reject))
  broken.catch(() => {})
  return {
    async write(text) {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), broken])
    },
    async end() {
      const finished = once(stream, 'finish')
      stream.end()
      await Promise.race([finished, broken])
    },
  }
}
