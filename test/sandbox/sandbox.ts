import type { Version } from '../../src/sandbox/generate/columns.ts'
import type { Seat } from '../../src/sandbox/seat.ts'
import { startSandbox, type Description, type Sandbox } from '../../src/sandbox/serve.ts'

export type OpenSandbox = {
  readonly seat: Seat
  readonly district: Description['districts'][number]
  readonly description: Description
  close(): Promise<void>
}
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown }
/** Reads beneath the base of a version; a target may have a query, which is escaped here. */
export type Ask = (
  target: string,
  headers?: Readonly<Record<string, string>>,
  signal?: AbortSignal,
) => Promise<Answer>

/** A sandbox with one district, Lincoln. */
export async function openSandbox({ schools, students, now }: { schools: number; students: number; now?: () => Date }): Promise<OpenSandbox> {
  const plan = { key: 'lincoln', schools, students, seed: 'lincoln' }
  const sandbox: Sandbox = await startSandbox({ host: '127.0.0.1', port: 0, districts: [plan], ...(now && { now }) })
  const seat = sandbox.seats.get('lincoln')
  const [district] = sandbox.description.districts
  if (seat === undefined || district === undefined) throw new Error('the sandbox has one district')
  return { seat, district, description: sandbox.description, close: () => sandbox.close() }
} // prettier-ignore

export function askSandbox({ district }: OpenSandbox, version: Version): Ask {
  const { url, tokenUrl, clientId, clientSecret } = version === '1.1' ? district.oneroster11 : district.oneroster12 // prettier-ignore
  let token: Promise<string> | null = null
  const issued = async () => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    const reply = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) })
    return ((await reply.json()) as { access_token: string }).access_token // as RFC 6749 has it
  }
  return async (target, headers, signal) => {
    token ??= issued()
    const sent = headers ?? { authorization: `Bearer ${await token}` }
    const reply = await fetch(`${url}${target}`, {
      headers: sent,
      redirect: 'manual',
      ...(signal && { signal }),
    })
    return { status: reply.status, headers: reply.headers, body: parsed(await reply.text()) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
