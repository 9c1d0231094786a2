import { once } from 'node:events'
import type pg from 'pg'
import copy from 'pg-copy-streams'

/** Sends rows, in the text form of COPY. */
export type Send = (text: string) => Promise<void>

/**
 * Runs COPY … FROM STDIN while the work sends it rows; resolves when all have arrived. Work that gives up breaks the
 * COPY off too: left open, it would keep every later statement of the connection waiting, the rollback first.
 */
export async function copyIn<Result>(
  client: pg.ClientBase,
  statement: string,
  work: (send: Send) => Promise<Result>,
): Promise<Result> {
  const stream = client.query(copy.from(statement))
  let isBroken = false
  // Told once, and nobody may be listening just then: unheard it would end the process.
  const broken = new Promise<never>((_, reject) =>
    stream.on('error', error => {
      isBroken = true
      reject(error)
    }),
  )
  broken.catch(() => {})
  try {
    const result = await work(async text => {
      // Into a COPY that the server has ended nothing can be written.
      if (isBroken) await broken
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), broken])
    })
    if (isBroken) await broken
    const finished = once(stream, 'finish')
    stream.end()
    await Promise.race([finished, broken])
    return result
  } catch (error) {
    if (!isBroken) {
      stream.destroy()
      await broken.catch(() => {})
    }
    throw error
  }
}
