import type { FastifyReply, FastifyRequest } from 'fastify'
import { findProgram } from '../login/api-tokens.ts'
import type { Reader } from '../login/reader.ts'
import { findReader } from '../login/sessions.ts'
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
  if (token === null) return null
  const find = program === null ? findReader : findProgram
  const reader = await find(office.store, token, office.now())
  if (reader !== null) request.actor = `${reader.kind}:${reader.id}`
  return reader
}

export function setCookie(office: Office, reply: FastifyReply, token: string): void {
  const secure = office.base.startsWith('https:')
  void reply.setCookie(cookieName(office), token, { path: '/', httpOnly: true, sameSite: 'lax', secure })
}

export function dropCookie(office: Office, reply: FastifyReply): void {
  void reply.clearCookie(cookieName(office), { path: '/' })
}
