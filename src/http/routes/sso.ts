import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { bucketsOf } from '../../login/limits.ts'
import { signInAs } from '../../login/sign-in.ts'
import {
  answerSignIn,
  startSignIn,
  type Answered,
  type Problem,
  type Route,
} from '../../login/sso/sign-in.ts'
import { signOut } from '../../login/sessions.ts'
import { RollbookError } from '../../roster/errors.ts'
import { readDistrict } from '../../store/district-role.ts'
import { readProvider } from '../../store/providers.ts'
import { readSchedule } from '../../store/schedules.ts'
import { modeOf } from '../../sync/schedule/modes.ts'
import { dayOf } from '../../sync/schedule/slots.ts'
import { waysIn } from '../contract/sign-in.ts'
import { setCookie, ssoToken, setSsoCookie, tokenOf } from '../cookie.ts'
import type { Office } from '../office.ts'
import { route } from '../route.ts'

const startQuery = z.object({ back: z.string().max(500).optional(), link: z.string().max(5).optional() })
const oidcParams = z.object({ owner: z.uuid(), provider: z.uuid() })

/** Pages that a browser walks through on its way to a provider and back; they answer with another address. */
export const ssoRoutes = [
  route({
    method: 'GET',
    url: '/api/ways-in',
    may: 'open',
    about: 'What one can sign in with besides a password',
    answer: waysIn,
    async handle({ office }) {
      const classlink = await readProvider(office.store.pool, 'classlink')
      return { classlink: classlink !== null && classlink.clientId !== '' }
    },
  }),
  route({
    method: 'GET',
    url: '/sso/classlink/start',
    may: 'open',
    about: 'Sends the browser to ClassLink to sign in',
    query: startQuery,
    answer: null,
    async handle({ office, query, caller, request, reply }) {
      // Tying a sign-in to oneself is for somebody of a district's console who is signed in.
      const links = query.link === 'me' && caller?.kind === 'member' ? caller.id : null
      return await start({ office, request, reply }, { kind: 'classlink' }, backOf(query.back), links)
    },
  }),
  route({
    method: 'GET',
    url: '/sso/classlink/callback',
    may: 'open',
    about: 'Where ClassLink sends the browser back to, or launches us by itself',
    answer: null,
    handle: async ({ office, request, reply }) => await answer({ office, request, reply }, { kind: 'classlink' }),
  }),
  route({
    method: 'GET',
    url: '/sso/oidc/:owner/:provider/start',
    may: 'open',
    about: 'Sends the browser to an identity provider of a district',
    params: oidcParams,
    query: startQuery,
    answer: null,
    async handle({ office, params, query, caller, request, reply }) {
      const links = query.link === 'me' && caller?.kind === 'member' ? caller.id : null
      return await start({ office, request, reply }, oidcRoute(params), backOf(query.back), links)
    },
  }),
  route({
    method: 'GET',
    url: '/sso/oidc/:owner/:provider/callback',
    may: 'open',
    about: 'Where an identity provider sends the browser back to',
    params: oidcParams,
    answer: null,
    handle: async ({ office, params, request, reply }) => await answer({ office, request, reply }, oidcRoute(params)),
  }),
] // prettier-ignore

type Visit = { readonly office: Office; readonly request: FastifyRequest; readonly reply: FastifyReply }

function oidcRoute({ owner, provider }: z.output<typeof oidcParams>): Route {
  return { kind: 'oidc', districtId: owner, providerId: provider }
}

/** Where a route has its callback; what a provider must be told exactly. */
export function callbackOf({ base }: Pick<Office, 'base'>, at: Route): string {
  return at.kind === 'classlink' ? `${base}/sso/classlink/callback` : `${base}/sso/oidc/${at.districtId}/${at.providerId}/callback` // prettier-ignore
}

async function start({ office, request, reply }: Visit, at: Route, back: string, links: string | null) {
  refusePrefetch(request)
  bucketsOf(office.store).take('sso', request.ip, office.now())
  const asked = {
    route: at,
    redirect: callbackOf(office, at),
    back,
    links,
    browser: ssoToken(office, request),
  }
  try {
    const { to, browser } = await startSignIn(office.store, asked, office.now())
    setSsoCookie(office, reply, browser)
    return reply.redirect(to, 302)
  } catch (error) {
    if (!(error instanceof RollbookError)) throw error
    const outcome = error.code === 'PROVIDER_UNKNOWN' ? 'district_not_ready' : 'provider_refused'
    return reply.redirect(`/not-ready?code=${outcome}`, 302)
  }
}

async function answer({ office, request, reply }: Visit, at: Route) {
  refusePrefetch(request)
  bucketsOf(office.store).take('sso', request.ip, office.now())
  const callback = new URL(request.url, office.base)
  const asked = { route: at, redirect: callbackOf(office, at), callback, browser: ssoToken(office, request) }
  const answered = await answerSignIn(office.store, asked, office.now())
  if (answered.kind === 'restart') return await start({ office, request, reply }, at, '/', null)
  return await arrive({ office, request, reply }, answered)
}

async function arrive({ office, request, reply }: Visit, answered: Exclude<Answered, { kind: 'restart' }>) {
  if (answered.kind === 'problem') return reply.redirect(await addressOf(office, answered), 302)
  if (answered.kind === 'session') {
    // Whoever sat here before is signed out: on a shared computer a new sign-in is somebody else's.
    const old = tokenOf(office, request)
    const { token } = await signInAs(office.store, answered.of, office.now(), false)
    if (old !== null) await signOut(office.store, old)
    setCookie(office, reply, token)
  }
  return reply.redirect(answered.back, 302)
}

/** The page that says why not, with the code to read out; nothing about the person is in it. */
async function addressOf(office: Office, { outcome, reference, districtId, role }: Problem): Promise<string> {
  const code = outcome === 'not_shared' && districtId !== null && (await isPaused(office, districtId)) ? 'paused' : outcome // prettier-ignore
  const query = new URLSearchParams({ code, ref: reference })
  if (/^student$/i.test(role)) query.set('as', 'student')
  return `/not-ready?${query.toString()}`
}

async function isPaused({ store, now }: Office, districtId: string): Promise<boolean> {
  const calendar = await readDistrict(store.pool, districtId, client => readSchedule(client, districtId))
  return calendar !== null && modeOf(calendar.schedule, dayOf(calendar.schedule, now())).mode === 'paused'
}

/** Only pages of ours: a back link that leads elsewhere would lend our name to whoever made it. */
function backOf(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])[\w\-./~%?=&$:]*$/.test(back) && !back.startsWith('/sso/')
    ? back
    : '/'
}

/** A browser that looks ahead must not spend what works once. */
function refusePrefetch({ headers }: FastifyRequest): void {
  const purpose = `${String(headers['sec-purpose'] ?? '')} ${String(headers.purpose ?? '')}`
  if (!/prefetch|prerender/i.test(purpose)) return
  throw new RollbookError(
    'PREFETCH_REFUSED',
    'Cannot sign in ahead of time: this address is for whoever opens it. Open it',
  )
}
