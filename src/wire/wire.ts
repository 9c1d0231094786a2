import { lookup as lookupHost, type LookupAddress } from 'node:dns'
import {
  Agent as PlainAgent,
  request as plainRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { RollbookError } from '../roster/errors.ts'
import { readBody } from './body.ts'
import { refusal, refusedUrl } from './vet.ts'

/*
 * The only way out: every request to an address that people gave goes through here. The name is looked up once, every
 * address it has is vetted, and the vetted address is the one that is connected to; a redirect is followed on its own
 * host alone; size and time have an end.
 */

export type Ask = {
  readonly method?: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Of the whole answer; 60 s unless said otherwise. */
  readonly timeoutMs?: number
  /** Of the body as it is read, unzipped; 64 MB unless said otherwise. */
  readonly maxBytes?: number
}

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
  /** The address that answered, after redirects. */
  readonly url: string
  text(): string
}

export type Wire = {
  /** Throws ADDRESS_REFUSED, HOST_UNREACHABLE, CERTIFICATE_REFUSED, ANSWER_TOO_LARGE. Any status is an answer. */
  send(ask: Ask): Promise<Answer>
  close(): void
}

export type WireOptions = {
  /** Whether this machine itself may be called, by http too: for a demo and for tests. */
  readonly loopback: boolean
  /** Looks a name up; the one of the system unless a test says otherwise. */
  readonly resolve?: typeof lookupHost
}

const TIMEOUT = 60_000
const CONNECT = 15_000
const MOST = 64 * 2 ** 20
const HOPS = 3

export function openWire({ loopback, resolve = lookupHost }: WireOptions): Wire {
  const lookup = vettedLookup(loopback, resolve)
  const kept = { keepAlive: true, maxSockets: 8, lookup }
  const agents = { plain: new PlainAgent(kept), secure: new SecureAgent({ ...kept, minVersion: 'TLSv1.2' }) }
  const send = async (ask: Ask): Promise<Answer> => {
    let url = vetted(ask.url, loopback)
    for (let hop = 0; ; hop++) {
      const answer = await sendOnce(ask, url, agents)
      const to = answer.headers.get('location')
      if (to === null || answer.status < 300 || answer.status > 399 || answer.status === 304) return answer
      url = redirected(url, to, ask, hop)
    }
  }
  const close = () => {
    agents.plain.destroy()
    agents.secure.destroy()
  }
  return { send, close }
}

function vetted(text: string, near: boolean): URL {
  if (!URL.canParse(text)) throw refused(text, 'it is no URL')
  const url = new URL(text)
  const why = refusedUrl(url, near)
  if (why !== null) throw refused(shown(url), why)
  return url
}

/** A redirect may correct a path; it never leads to another host, and never takes what was posted elsewhere. */
function redirected(from: URL, location: string, { method = 'GET' }: Ask, hop: number): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null
  if (method !== 'GET') throw refused(shown(from), 'it redirects what was posted to it')
  if (hop >= HOPS) throw refused(shown(from), `it redirects more than ${HOPS} times`)
  if (to === null || to.origin !== from.origin)
    throw refused(shown(from), `it redirects to ${to === null ? 'no address' : `another host, ${to.host}`}`)
  return to
}

type Agents = { readonly plain: PlainAgent; readonly secure: SecureAgent }

async function sendOnce(ask: Ask, url: URL, agents: Agents): Promise<Answer> {
  const { timeoutMs = TIMEOUT, maxBytes = MOST, signal } = ask
  const late = AbortSignal.timeout(timeoutMs)
  const both = signal === undefined ? late : AbortSignal.any([late, signal])
  try {
    const message = await reply(ask, url, agents, both)
    const body = await readBody(message, maxBytes, both)
    const headers = new Headers()
    for (const [name, value = ''] of Object.entries(message.headers))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
    return { status: message.statusCode ?? 0, headers, body, url: url.href, text: () => body.toString('utf8') }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof RollbookError) throw error
    throw late.aborted ? unreachable(url, `it did not answer within ${timeoutMs / 1000} s`, error) : inWords(url, error)
  }
} // prettier-ignore

function reply(ask: Ask, url: URL, agents: Agents, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const { method = 'GET', body } = ask
  const options: RequestOptions = {
    method,
    agent: secure ? agents.secure : agents.plain,
    signal,
    headers: {
      'user-agent': 'Rollbook',
      accept: 'application/json',
      'accept-encoding': 'gzip',
      ...ask.headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
  }
  return new Promise((resolve, reject) => {
    const sent = (secure ? secureRequest : plainRequest)(url, options, resolve)
    sent.on('error', reject)
    sent.setTimeout(CONNECT, () => {
      // Of a connection that stands the whole answer's time counts.
      if (sent.socket?.connecting !== false) sent.destroy(new Error('it cannot be connected to'))
    })
    sent.end(body)
  })
}

/** Looks a name up and hands on only addresses that may be called; one that may not refuses the name whole. */
function vettedLookup(near: boolean, resolve: typeof lookupHost): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return done(error, '', 0)
      const [first] = found
      const why = found.map(({ address }) => refusal(address, near && isNear(host))).find(why => why !== null)
      if (why !== undefined || first === undefined)
        return done(refused(host, why ?? 'it has no address'), '', 0)
      if (options.all) return done(null, found)
      done(null, first.address, first.family)
    })
  }
}

/** Only a name that says so may be this machine: any other that leads here was made to. */
function isNear(host: string): boolean {
  return /^(.*\.)?localhost\.?$/i.test(host)
}

/** Without what follows the path: a query may hold what is nobody's business. */
function shown({ origin, pathname, host, protocol }: URL): string {
  return origin === 'null' ? `${protocol}//${host}` : `${origin}${pathname}`
}

function refused(what: string, why: string): RollbookError {
  const remedy = 'Use the https address that the provider published'
  return new RollbookError('ADDRESS_REFUSED', `Cannot call ${JSON.stringify(what)}: ${why}. ${remedy}`)
}

function unreachable(url: URL, why: string, cause: unknown): RollbookError {
  const remedy = 'Check the address, and that the server is up and lets us in'
  return new RollbookError('HOST_UNREACHABLE', `Cannot reach ${url.host}: ${why}. ${remedy}`, 1, { cause })
}

const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that nobody knows',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the chain of its certificate is not complete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that nobody knows',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
}
const connections: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection was cut off',
  EPIPE: 'the connection was cut off',
  ETIMEDOUT: 'it cannot be connected to',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  EPROTO: 'it speaks no TLS that we do',
}

function inWords(url: URL, error: unknown): RollbookError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const certificate = certificates[code]
  if (certificate !== undefined)
    return new RollbookError('CERTIFICATE_REFUSED', `Cannot trust ${url.host}: ${certificate}. Have whoever runs it renew or complete the certificate`, 1, { cause: error }) // prettier-ignore
  const said = /^ERR_SSL/.test(code) ? connections.EPROTO : connections[code]
  return unreachable(url, said ?? (error instanceof Error ? error.message : String(error)), error)
}
