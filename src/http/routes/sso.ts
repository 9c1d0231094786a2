import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { bucketsOf } from '../../login/limits.ts'
import { requireProof } from '../../login/proof.ts'
import type { Reader } from '../../login/reader.ts'
import {
  answerSignIn,
  startSignIn,
  type Answered,
  type Problem,
  type Route,
  type Starting,
} from '../../login/sso/sign-in.ts'
import { hasPortal, type Hint } from '../../login/sso/portals.ts'
import { findReader, openSession, signOut } from '../../login/sessions.ts'
import { RollbookError } from '../../roster/errors.ts'
import type { ProviderName } from '../../store/providers.ts'
import { dayThere, whyAbsent } from '../absence.ts'
import { linkBegun, linkBody, waysIn } from '../contract/sign-in.ts'
import { dropCookie, setCookie, ssoToken, setSsoCookie, tokenOf } from '../cookie.ts'
import type { Office } from '../office.ts'
import { route } from '../route.ts'

const startQuery = z.object({
  back: z.string().max(500).optional(),
  district: z
    .string()
    .max(100)
    .optional()
    .describe('The provider’s id of the district, which spares people the choice'),
  confirm: z.literal('1').optional().describe('Ask who they are also where the provider remembers somebody'),
})
const oidcParams = z.object({ owner: z.uuid(), provider: z.uuid() })

/** Pages that a browser walks through on its way to a provider and back; they answer with another address. */
export const ssoRoutes = [
  route({
    method: 'GET',
    url: '/api/ways-in',
    may: 'open',
    about: 'What one can sign in with besides a password',
    answer: waysIn,
    handle: async ({ office }) => ({ classlink: await hasPortal(office.store, 'classlink'), clever: await hasPortal(office.store, 'clever') }),
  }),
  ...portalRoutes('classlink', 'ClassLink'),
  ...portalRoutes('clever', 'Clever'),
  route({
    method: 'GET',
    url: '/sso/oidc/:owner/:provider/start',
    may: 'open',
    about: 'Sends the browser to an identity provider of a district',
    params: oidcParams,
    query: startQuery,
    answer: null,
    handle: async ({ office, params, query, request, reply }) => await start({ office, request, reply }, oidcRoute(params), backOf(query.back)),
  }),
  route({
    method: 'GET',
    url: '/sso/oidc/:owner/:provider/callback',
    may: 'open',
    about: 'Where an identity provider sends the browser back to',
    params: oidcParams,
    answer: null,
    handle: async ({ office, params, caller, request, reply }) => await answer({ office, request, reply }, oidcRoute(params), caller),
  }),
] // prettier-ignore

/** Of a provider for all districts: where signing in begins, where it comes back to, and how people of the console tie theirs. */
function portalRoutes(kind: ProviderName, name: string) {
  return [
    route({
      method: 'GET',
      url: `/sso/${kind}/start`,
      may: 'open',
      about: `Sends the browser to ${name} to sign in`,
      query: startQuery,
      answer: null,
      handle: async ({ office, query, request, reply }) => await start({ office, request, reply }, { kind }, backOf(query.back), hintOf(query)),
    }),
    route({
      method: 'GET',
      url: `/sso/${kind}/callback`,
      may: 'open',
      about: `Where ${name} sends the browser back to, or launches us by itself`,
      answer: null,
      handle: async ({ office, caller, request, reply }) => await answer({ office, request, reply }, { kind }, caller),
    }),
    route({
      method: 'POST',
      url: `/api/session/${kind}`,
      may: 'signed_in',
      about: `Begins to tie the sign-in at ${name} to somebody of a district’s console; the answer is opened in this browser`,
      body: linkBody,
      answer: linkBegun,
      refuses: ['PROOF_NEEDED', 'RIGHT_MISSING', 'PROVIDER_UNKNOWN', 'TOO_MANY'],
      async handle({ office, reader, body, request, reply }) {
        if (reader.kind !== 'member') throw new RollbookError('RIGHT_MISSING', 'Cannot tie a sign-in to this account: it is for people who look after a district. Sign in as one of them')
        requireProof(reader, office.now())
        return { url: await away({ office, request, reply }, { kind }, { back: backOf(body.back), links: reader.id }) }
      },
    }),
  ]
} // prettier-ignore

type Visit = { readonly office: Office; readonly request: FastifyRequest; readonly reply: FastifyReply }

function oidcRoute({ owner, provider }: z.output<typeof oidcParams>): Route {
  return { kind: 'oidc', districtId: owner, providerId: provider }
}

/** Where a route has its callback; what a provider must be told exactly. */
export function callbackOf({ base }: Pick<Office, 'base'>, at: Route): string {
  return at.kind !== 'oidc' ? `${base}/sso/${at.kind}/callback` : `${base}/sso/oidc/${at.districtId}/${at.providerId}/callback` // prettier-ignore
}

/** Where the browser is to go, with the cookie that ties what comes back to it. */
async function away({ office, request, reply }: Visit, at: Route, asking: Pick<Starting, 'back' | 'links' | 'hint'>): Promise<string> {
  bucketsOf(office.store).take('sso', request.ip, office.now())
  const asked = { ...asking, route: at, redirect: callbackOf(office, at), browser: ssoToken(office, request) }
  const { to, browser } = await startSignIn(office.store, asked, office.now())
  setSsoCookie(office, reply, browser)
  return to
} // prettier-ignore

function hintOf({ district, confirm }: z.output<typeof startQuery>): Hint {
  return { ...(district !== undefined && { district }), confirm: confirm !== undefined }
}

async function start(visit: Visit, at: Route, back: string, hint: Hint = {}) {
  const { request, reply } = visit
  refuseGlance(request)
  try {
    // A GET ties nothing: any page could make a browser open it.
    return reply.redirect(await away(visit, at, { back, links: null, hint }), 302)
  } catch (error) {
    if (!(error instanceof RollbookError) || error.code === 'TOO_MANY') throw error
    const outcome = error.code === 'PROVIDER_UNKNOWN' ? 'district_not_ready' : 'provider_refused'
    return reply.redirect(`/not-ready?code=${outcome}`, 302)
  }
}

async function answer({ office, request, reply }: Visit, at: Route, caller: Reader | null) {
  refuseGlance(request)
  bucketsOf(office.store).take('sso', request.ip, office.now())
  const callback = new URL(request.url, office.base)
  const member = caller?.kind === 'member' ? caller.id : null
  const asked = {
    route: at,
    redirect: callbackOf(office, at),
    callback,
    browser: ssoToken(office, request),
    member,
    absent: async (districtId: string, sourcedId: string | null) =>
      await whyAbsent(office, districtId, sourcedId),
  }
  const answered = await answerSignIn(office.store, asked, office.now())
  // Whose first answer was broken off has its code spent and no session: they are asked again, too.
  const broken = answered.kind === 'again' && caller === null
  if (answered.kind === 'restart' || broken) return await start({ office, request, reply }, at, '/')
  return await arrive({ office, request, reply }, answered)
}

async function arrive({ office, request, reply }: Visit, answered: Exclude<Answered, { kind: 'restart' }>) {
  if (answered.kind === 'factor') return reply.redirect(`/sign-in#${answered.ticket}`, 302)
  if (answered.kind === 'problem') {
    if (answered.vouched) await leave({ office, request, reply })
    return reply.redirect(await addressOf(office, answered), 302)
  }
  if (answered.kind === 'session') {
    // Whoever sat here before is signed out: on a shared computer a new sign-in is somebody else's.
    const old = tokenOf(office, request)
    // Who sits at a computer that a provider remembers has shown no password of ours.
    const { token } = await openSession(office.store, answered.of, office.now(), { provenAt: new Date(0) })
    if (old !== null) await signOut(office.store, old)
    setCookie(office, reply, token)
  }
  return reply.redirect(answered.back, 302)
}

/** Whoever was let in before is not who the provider says sits there now. */
async function leave({ office, request, reply }: Visit): Promise<void> {
  const token = tokenOf(office, request)
  const before = token === null ? null : await findReader(office.store, token, office.now())
  if (token === null || before?.kind !== 'user') return
  await signOut(office.store, token)
  dropCookie(office, reply)
}

/** The page that says why not, with the code to read out; nothing about the person is in it. */
async function addressOf(office: Office, { outcome, reference, districtId, role, absent, removedAt }: Problem): Promise<string> {
  const query = new URLSearchParams({ code: outcome, ref: reference })
  if (/^student$/i.test(role)) query.set('as', 'student')
  if (outcome === 'not_shared' && absent !== null && absent !== 'never_sent') query.set('why', absent)
  const on = districtId === null || removedAt === null ? null : await dayThere(office, districtId, removedAt)
  if (on !== null) query.set('on', on)
  return `/not-ready?${query.toString()}`
} // prettier-ignore

/** Only pages of ours: a back link that leads elsewhere would lend our name to whoever made it. */
function backOf(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])[\w\-./~%?=&$:]*$/.test(back) && !back.startsWith('/sso/')
    ? back
    : '/'
}

/** A browser that looks ahead, or whatever looks whether an address is there, must not spend what works once. */
function refuseGlance({ headers, method }: FastifyRequest): void {
  const purpose = `${String(headers['sec-purpose'] ?? '')} ${String(headers.purpose ?? '')}`
  if (method !== 'HEAD' && !/prefetch|prerender/i.test(purpose)) return
  throw new RollbookError(
    'PREFETCH_REFUSED',
    'Cannot sign in ahead of time: this address is for whoever opens it. Open it',
  )
}
