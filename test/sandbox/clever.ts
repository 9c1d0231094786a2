import type { Seat } from '../../src/sandbox/seat.ts'
import { startSandbox, type Description } from '../../src/sandbox/serve.ts'

type Json = Readonly<Record<string, unknown>>
export type CleverBody = Json & { readonly data?: unknown; readonly links?: readonly { readonly rel: string; readonly uri: string }[] } // prettier-ignore
export type CleverAnswer = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: CleverBody } // prettier-ignore

export type OpenClever = {
  readonly seat: Seat
  roosevelt(): Seat
  readonly clever: Description['clever']
  readonly districtId: string
  readonly now: { at: number }
  /** Reads beneath v3.1 of the Data API, with the district's token unless another is given. */
  ask(path: string, query?: string, token?: string): Promise<CleverAnswer>
  /** Reads any address as it is. */
  fetch(url: string, init?: RequestInit): Promise<CleverAnswer>
  change(kind: string, body?: object): Promise<CleverAnswer>
  switchOn(faults: object): Promise<CleverAnswer>
  records(body: CleverBody): Json[]
  /** No faults, everything shared, connected. */
  reset(): Promise<void>
  close(): Promise<void>
}

export const callback = 'http://127.0.0.1:9/callback'

/** A sandbox with Lincoln, and Roosevelt beside it. */
export async function openClever({ guardians = false }: { guardians?: boolean } = {}): Promise<OpenClever> {
  const now = { at: Date.parse('2026-09-01T12:00:00Z') }
  const plan = { schools: 3, students: 90, seed: 'lincoln', guardians }
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    districts: [
      { key: 'lincoln', ...plan },
      { key: 'roosevelt', ...plan },
    ],
    app: { redirects: [callback, `${callback}/second`], start: '' },
    now: () => new Date(now.at),
  })
  const [seat, roosevelt] = [sandbox.seats.get('lincoln'), sandbox.seats.get('roosevelt')]
  if (seat === undefined || roosevelt === undefined) throw new Error('both districts are there')
  const { control, clever } = sandbox.description
  const ask = async (url: string, init: RequestInit = {}) => {
    const reply = await fetch(url, { redirect: 'manual', ...init })
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, text, body: parsed(text) }
  }
  const post = (what: string, body: object) => ask(`${control}/districts/lincoln/${what}`, { method: 'POST', body: JSON.stringify(body) }) // prettier-ignore
  return {
    seat,
    roosevelt: () => roosevelt,
    clever,
    now,
    districtId: seat.clever.ledger.ids.district,
    fetch: ask,
    ask: (path, query = '', token = seat.clever.token) => ask(`${clever.api}/v3.1${path}${query}`, { headers: { authorization: `Bearer ${token}` } }), // prettier-ignore
    change: (kind, body = {}) => post('changes', { kind, ...body }),
    switchOn: faults => post('faults', faults),
    records: ({ data }) => (data as { data: Json }[]).map(one => one.data),
    reset: async () => {
      seat.switches.on.clear()
      for (const kind of ['connect', 'approve', 'share']) await post('changes', { kind })
      await post('changes', { kind: 'state', state: 'running' })
    },
    close: () => sandbox.close(),
  }
}

function parsed(text: string): CleverBody {
  try {
    return JSON.parse(text) as CleverBody // an object, or the test that asks for it fails
  } catch {
    return {}
  }
}
