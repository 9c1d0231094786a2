import type { FastifyReply, FastifyRequest } from 'fastify'
import { findProgram } from '../login/api-tokens.ts'
import type { Reader } from '../login/reader.ts'
import { findReader } from '../login/sessions.ts'
import { findGuest } from '../login/setup-links.ts'
import type { Office } from './office.ts'

/** Behind https the prefix keeps other hosts of the domain from setting it; a local http server cannot use it. */
export function cookieName({ base }: Office): string {
  return base.startsWith('https:') ? '__Host-rollbook' : 'rollbook'
}

export function tokenOf(office: Office, request: FastifyRequest): string | null {
  return request.cookies[cookieName(office)] ?? null
}

/** What a program sends in place of a cookie; where there is one, no cookie counts. */
export function bearerOf({ headers }: FastifyRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

/** Who sends this request; null when nobody is signed in. Throws TOKEN_INVALID. */
export async function readerOf(office: Office, request: FastifyRequest): Promise<Reader | null> {
  const program = bearerOf(request)
  const token = program ?? tokenOf(office, request)
  const find = program === null ? findReader : findProgram
  const reader = token === null ? null : await find(office.store, token, office.now())
  if (reader === null) return program === null ? await guestOf(office, request) : null
  request.actor = `${reader.kind}:${reader.id}`
  return reader
}

/** Whoever came by a link to a setup, and is not signed in besides. */
async function guestOf(office: Office, request: FastifyRequest): Promise<Reader | null> {
  const secret = browserOf(office, request)
  const guest = secret === null ? null : await findGuest(office.store, secret, office.now())
  if (guest !== null) request.actor = `guest:${guest.id}`
  return guest
}

/** What ties a link to a browser: a cookie of its own, so that a sign-in in between does not lose it. */
export function browserOf(office: Office, request: FastifyRequest): string | null {
  return request.cookies[`${cookieName(office)}-setup`] ?? null
}

export function setBrowser(office: Office, reply: FastifyReply, secret: string, until: Date): void {
  const secure = office.base.startsWith('https:')
  const name = `${cookieName(office)}-setup`
  void reply.setCookie(name, secret, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires: until })
}

export function setCookie(office: Office, reply: FastifyReply, token: string): void {
  const secure = office.base.startsWith('https:')
  void reply.setCookie(cookieName(office), token, { path: '/', httpOnly: true, sameSite: 'lax', secure })
}

/** Ties a sign-in with a provider to the browser that began it; it outlives the way there and back, and no more. */
export function setSsoCookie(office: Office, reply: FastifyReply, token: string): void {
  const secure = office.base.startsWith('https:')
  void reply.setCookie(`${cookieName(office)}-sso`, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: 3600,
  })
}

export function ssoToken(office: Office, request: FastifyRequest): string | null {
  return request.cookies[`${cookieName(office)}-sso`] ?? null
}

export function dropCookie(office: Office, reply: FastifyReply): void {
  void reply.clearCookie(cookieName(office), { path: '/' })
}
