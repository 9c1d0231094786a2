import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What happens to a COMMIT on its way: it never arrives, or it arrives and nobody hears of it. */
export type Loss = 'request' | 'reply'
export type Proxy = {
  /** The database of this name, through the proxy. */
  url(database: string): string
  /** Cuts the connection at the n-th COMMIT from now on, counted from 0. */
  arm(at: number, loss: Loss): void
  /** COMMITs since it was armed. */
  commits(): number
}

const commit = Buffer.from('commit\0')

/** Stands between a client and the server at a URL, and cuts the connection when a COMMIT passes. */
export async function startProxy(server: string): Promise<Proxy> {
  const { hostname, port, searchParams, username } = new URL(server)
  const socket = searchParams.get('host')
  let armed = { at: -1, loss: 'reply' as Loss }
  let seen = 0
  const relay = createServer(client => {
    const upstream: Socket = socket?.startsWith('/')
      ? connect(`${socket}/.s.PGSQL.${port || '5432'}`)
      : connect(Number(port || 5432), hostname)
    const cut = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const end of [client, upstream]) end.on('error', cut).on('close', cut)
    let deaf = false
    client.on('data', bytes => {
      const hit = bytes.includes(commit) && seen++ === armed.at
      if (hit && armed.loss === 'request') return cut()
      deaf ||= hit
      upstream.write(bytes)
    })
    // The server has answered, so it has committed.
    upstream.on('data', bytes => (deaf ? cut() : client.write(bytes)))
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  onTestFinished(() => void relay.close())
  return {
    url: database => `postgres://${username}@127.0.0.1:${(relay.address() as AddressInfo).port}/${database}`, // it listens on a port
    arm(at, loss) {
      armed = { at, loss }
      seen = 0
    },
    commits: () => seen,
  }
}
