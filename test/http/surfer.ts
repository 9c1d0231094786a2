import type { openOffice } from './office.ts'

type Office = Awaited<ReturnType<typeof openOffice>>

/** A browser with cookies of ours; what it meets elsewhere is fetched for real. */
export class Surfer {
  readonly cookies = new Map<string, string>()
  keepsCookies = true
  readonly #app: Office['app']
  readonly #base: string
  readonly #start: string
  readonly #hint: string

  /** `start` is where a sign-in begins, `hint` the parameter by which the provider of the sandbox is told who it is. */
  constructor({ app }: Office, base: string, start: string, hint: string) {
    this.#app = app
    this.#base = base
    this.#start = start
    this.#hint = hint
  }

  /** One request to us; the address it is sent to next, or the page it is on. */
  async open(url: string, headers: Record<string, string> = {}) {
    const answer = await this.#app.inject({
      method: 'GET',
      url: url.replace(this.#base, ''),
      headers: { ...(this.cookies.size > 0 && { cookie: this.#cookie() }), ...headers },
    })
    if (this.keepsCookies) for (const { name, value } of answer.cookies) this.cookies.set(name, value)
    return {
      status: answer.statusCode,
      to: answer.headers.location ?? null,
      headers: answer.headers,
      body: answer.body,
    }
  }

  /** Begins, signs in at the provider as somebody, and comes back to our door: the address that is opened next. */
  async atTheDoor(as: string, begin = this.#start): Promise<string> {
    const { to } = await this.open(begin)
    return await this.comesBack(to ?? '', as)
  }

  /** Signs in at the provider that asks, as somebody: where it sends the browser back to. */
  async comesBack(asks: string, as: string): Promise<string> {
    const asked = new URL(asks)
    asked.searchParams.set(this.#hint, as)
    const back = await fetch(asked, { redirect: 'manual' })
    return back.headers.get('location') ?? ''
  }

  async post(url: string, payload: object) {
    const headers = { cookie: this.#cookie(), 'x-rollbook': '1' }
    const answer = await this.#app.inject({ method: 'POST', url, headers, payload })
    for (const { name, value } of answer.cookies) this.cookies.set(name, value)
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
  }

  async signIn(as: string): Promise<string> {
    return (await this.open(await this.atTheDoor(as))).to ?? ''
  }

  async who(): Promise<string | null> {
    const { status, body } = await this.open('/api/session')
    return status === 200 ? (JSON.parse(body) as { who: { kind: string; id: string } }).who.id : null
  }

  #cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
