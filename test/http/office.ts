import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Office } from '../../src/http/office.ts'
import { buildServer } from '../../src/http/server.ts'
import type { LogLine } from '../../src/http/log.ts'
import type { Store } from '../../src/store/open.ts'
import { startWork } from '../../src/desk/start.ts'

/** The whole server on a store, at a time that the test says; nobody works on what is asked for. */
export async function openOffice(store: Store, clock: { now: Date }, more: Partial<Office> = {}) {
  const now = () => clock.now
  const work = await startWork({ store, now, log: () => {}, concurrency: 0, schedule: false })
  const lines: LogLine[] = []
  const { desk, live } = work
  const vendor = { name: 'Tallgrass' }
  const office: Office = {
    store, desk, live, now, vendor, base: 'http://127.0.0.1:7655', demo: false, ...more,
  } // prettier-ignore
  const app = await buildServer(office, line => lines.push(line))
  const close = async () => {
    await app.close()
    await work.close()
  }
  return { app, lines, close }
}

/** A browser: it keeps its cookie, and says where its requests come from. */
export class Browser {
  readonly #app: FastifyInstance
  cookie: string | null = null
  /** The other cookie: of a link to a setup. */
  guest: string | null = null
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object) {
    const headers: Record<string, string> = { 'x-rollbook': '1' }
    const cookies = [this.cookie && `rollbook=${this.cookie}`, this.guest && `rollbook-setup=${this.guest}`]
    if (cookies.some(Boolean)) headers.cookie = cookies.filter(Boolean).join('; ')
    const request: InjectOptions = { method, url, headers }
    const answer = await this.#app.inject(body === undefined ? request : { ...request, payload: body })
    const set = answer.cookies.find(({ name }) => name === 'rollbook')
    if (set !== undefined) this.cookie = set.value === '' ? null : set.value
    this.guest = answer.cookies.find(({ name }) => name === 'rollbook-setup')?.value ?? this.guest
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: parsed(answer.body),
    }
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown> // every answer of ours is an object
  } catch {
    return {}
  }
}
