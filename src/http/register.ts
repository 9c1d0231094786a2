import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { bucketsOf } from '../login/limits.ts'
import type { Reader } from '../login/reader.ts'
import { factorDue } from '../login/second-factor.ts'
import { memberMay, rolesWith, vendorMay, type Right } from '../login/rights.ts'
import { RollbookError } from '../roster/errors.ts'
import { readDistrict, writeDistrict } from '../store/district-role.ts'
import { findDistrict, type District } from '../store/districts.ts'
import { readerOf } from './cookie.ts'
import { looked } from './looked.ts'
import { refusal } from './contract/refusal.ts'
import { refuseNul } from './text.ts'
import type { Access, Declaration } from './route.ts'
import type { Office } from './office.ts'

const everyRefusal = [400, 401, 403, 404, 409, 413, 422, 429, 500] as const

/** Puts a declaration on the server: its checks, who may call it, and what it answers. */
export function register(app: FastifyInstance, office: Office, declared: Declaration): void {
  const { method, url, about, params, query, body, answer, status, may, multipart } = declared
  const refusals = Object.fromEntries(everyRefusal.map(code => [code, refusal]))
  const entered = new WeakMap<FastifyRequest, Awaited<ReturnType<typeof enter>>>()
  app.route({
    method,
    url,
    schema: {
      summary: about,
      description: `Who may call: ${spoken(may)}.`,
      tags: [url.split('/')[url.includes(':district') ? 4 : 2] ?? 'api'],
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      ...(multipart ? { consumes: ['multipart/form-data'] } : {}),
      response: { [status]: answer ?? z.any().describe('A file or a stream'), ...refusals },
    },
    // Before what was sent is looked at: a stranger does not learn what would be right.
    preValidation: async request => void entered.set(request, await enter(office, declared, request)),
    handler: async (request, reply) => {
      const { params, query, body } = request
      refuseNul(params, query, body)
      const call = { ...entered.get(request), office, params, query, body, request, reply }
      // The declaration ties `handle` to what `enter` makes for its `may` and `url`; here that tie is out of sight.
      const result = await declared.handle(call as never)
      if (answer === null) return result
      void reply.status(status)
      return result
    },
  })
}

/** Who calls, and about which district; throws when that is not theirs to ask. */
async function enter(office: Office, { may, method, url }: Declaration, request: FastifyRequest) {
  const caller = await readerOf(office, request)
  if (may === 'open') return { caller: caller?.kind === 'token' ? null : caller }
  if (caller === null)
    throw new RollbookError('SIGNED_OUT', 'Cannot answer: nobody is signed in here any more. Sign in again')
  if (caller.kind === 'guest') refuseGuest(url)
  if (caller.kind === 'token') bucketsOf(office.store).take('token', caller.id, office.now())
  const key = districtKey(request.params)
  // One's own session and second factor alone are within reach before it is set up.
  if (may !== 'signed_in' || key !== null) refuseBare(caller, office)
  if (key === null) {
    refuseUnless(may, caller)
    return { caller, reader: caller }
  }
  const district = await districtFor(office, caller, key, may)
  request.district = district.key
  if (method === 'GET') await looked(office, caller, district, url.split('/')[4] ?? 'district')
  return {
    caller,
    reader: caller,
    district,
    read: <R>(work: Parameters<typeof readDistrict<R>>[2]) => readDistrict(office.store.pool, district.districtId, work),
    write: <R>(work: Parameters<typeof writeDistrict<R>>[2]) => writeDistrict(office.store.pool, district.districtId, work),
  } // prettier-ignore
}

function districtKey(params: unknown): string | null {
  if (typeof params !== 'object' || params === null || !('district' in params)) return null
  return String(params.district)
}

/** Whoever came by a link does the setup, and asks for help with it. */
function refuseGuest(url: string): void {
  const within = /^\/api\/(session$|districts\/:district\/(setup|requests)(\/|$))/
  if (!within.test(url)) throw new RollbookError('RIGHT_MISSING', 'Cannot do this: the link you came by is for the setup alone. Ask whoever sent it') // prettier-ignore
}

/** Whoever reaches every district comes with more than a password. */
function refuseBare(caller: Reader, office: Office): void {
  if (!factorDue(caller, office)) return
  throw new RollbookError('FACTOR_NEEDED', 'Cannot answer yet: the vendor’s people see every district, and sign in with a second factor. Set one up first') // prettier-ignore
}

function refuseUnless(may: Access, reader: Reader): void {
  if (
    (may === 'signed_in' && reader.kind !== 'token') ||
    (may === 'vendor' && reader.kind === 'vendor') ||
    may === reader.kind
  )
    return
  throw new RollbookError('RIGHT_MISSING', 'Cannot answer: this is for the vendor’s own people. Ask Product Support') // prettier-ignore
}

/** A district the reader has nothing to do with is not there: its name is nobody's business either. */
async function districtFor(office: Office, reader: Reader, key: string, may: Access): Promise<District> {
  const seat = reader.seats.find(one => one.key === key)
  const home = reader.kind === 'user' && reader.home?.key === key
  if (reader.kind !== 'vendor' && seat === undefined && !home) throw unknown(key)
  const found = await findDistrict(office.store.pool, key).catch(() => Promise.reject(unknown(key)))
  const granted =
    reader.kind === 'vendor'
      ? may === 'vendor' || may === 'signed_in' || (isRight(may) && vendorMay(reader.vendorRole ?? 'support', may))
      : home
        ? may === 'user' || may === 'signed_in'
        : reader.rights !== null
          ? isRight(may) && reader.rights.includes(may)
          : may === 'signed_in' || (seat !== undefined && isRight(may) && memberMay(seat.role, may))
  if (!granted) throw missing(may)
  return found
} // prettier-ignore

function isRight(may: Access): may is Right {
  return !['open', 'signed_in', 'vendor', 'user'].includes(may)
}

function unknown(key: string): RollbookError {
  return new RollbookError('DISTRICT_UNKNOWN', `Cannot find district ${JSON.stringify(key)}: there is none you look after. Choose one of yours, or ask its owner to invite you`) // prettier-ignore
}

function missing(may: Access): RollbookError {
  const who = isRight(may) ? rolesWith(may).join(' or ') : 'somebody else'
  return new RollbookError('RIGHT_MISSING', `Cannot do this: your role in this district does not include it. Ask somebody who is ${who}`) // prettier-ignore
}

function spoken(may: Access): string {
  const words: Readonly<Record<string, string>> = {
    open: 'anybody',
    signed_in: 'anybody signed in',
    vendor: 'the vendor’s people',
    user: 'a teacher or student of the district',
  }
  return words[may] ?? `who has the right “${may}”`
}
