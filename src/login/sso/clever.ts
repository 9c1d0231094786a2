import type { CleverSettings } from '../../store/providers.ts'
import type { Wire } from '../../wire/wire.ts'
import { checkIdToken, limits, parsed, refused, saidOf, tampered, textOf, type Exchange, type Said, type Vouched } from './answers.ts' // prettier-ignore
import type { Begun } from './flow.ts'
import type { Hint } from './portals.ts'

/** Log in with Clever, from our side: with a state, which Clever's own launches have not, and a nonce for apps that Clever gives id_tokens. */
export function cleverUrl({ login, clientId }: CleverSettings, redirect: string, { state, nonce }: Begun, { district, confirm }: Hint): string {
  const url = new URL(`${login}/oauth/authorize`)
  const asked = { response_type: 'code', client_id: clientId, redirect_uri: redirect, state, nonce, ...(district !== undefined && { district_id: district }), ...(confirm && { confirmed: 'false' }) }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
} // prettier-ignore

/**
 * From a code to a person: a token, whose it is (`/me`, always with a version: without one it tells ids of before
 * version 3), and all the roles they have, not only the one they signed in with. Throws PROVIDER_REFUSED and
 * PROVIDER_TAMPERED, and what the wire throws.
 */
export async function askClever(wire: Wire, settings: CleverSettings, secrets: readonly string[], given: Exchange): Promise<Vouched> {
  const { api, version, login } = settings
  const granted = await exchange(wire, settings, secrets, given)
  const token = textOf(granted.access_token)
  if (token === '') throw refused('it issued no token')
  const me = await askMe(wire, `${api}/${version}/me`, token)
  // A teacher who took the app from Clever's Library came without a district, whose roster nobody has agreed to.
  if (me.district === '') return { issuer: login, subject: me.id, tenantId: null, sourcedId: '', role: me.type, claims: { id: me.id, type: me.type } }
  const idToken = textOf(granted.id_token)
  if (idToken !== '') await compare(wire, settings, idToken, given.nonce, me)
  const roles = await askRoles(wire, `${api}/${version}/users/${encodeURIComponent(me.id)}`, token, me)
  const claims = { district: me.district, id: me.id, type: me.type, roles: roles.join(' ') }
  return { issuer: login, subject: me.id, tenantId: me.district, sourcedId: me.id, role: roles.includes('student') ? 'student' : (roles[0] ?? me.type), claims }
} // prettier-ignore

/** A code is good once, for a minute: with the first of our secrets that Clever takes. */
async function exchange(wire: Wire, { login, clientId }: CleverSettings, secrets: readonly string[], { code, redirect }: Exchange): Promise<Said> {
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirect })
  for (const secret of secrets) {
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
    const answer = await wire.send({
      method: 'POST', url: `${login}/oauth/tokens`, body: form.toString(), ...limits,
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    })
    if (answer.status >= 200 && answer.status <= 299) return parsed(answer)
    if (answer.status !== 401) throw refused(`it refuses the code (${answer.status})`)
  }
  throw refused('it refuses our client')
} // prettier-ignore

type Me = {
  readonly id: string
  /** Empty where a teacher brought the app, and no district. */
  readonly district: string
  /** Of this sign-in: `user` as documented, a role as seen. */
  readonly type: string
}

async function askMe(wire: Wire, url: string, token: string): Promise<Me> {
  const said = await ask(wire, url, token)
  if (said === null) throw refused('it does not say who signed in')
  const data = said.data === undefined ? said : saidOf(said.data)
  // Seen within and beside the data. What a teacher took for themselves is not their district's word, whichever it names.
  const isLibrary = [data, said].some(one => textOf(one['authorized_by']) === 'teacher')
  const me = { id: textOf(data.id), district: isLibrary ? '' : textOf(data.district), type: textOf(data.type) || textOf(said.type) }
  if (me.id === '') throw refused('it does not say who signed in')
  return me
} // prettier-ignore

/** Some apps may not read their users: whoever signed in is known all the same. */
async function askRoles(wire: Wire, url: string, token: string, me: Me): Promise<string[]> {
  const said = await ask(wire, url, token)
  if (said === null) return []
  const user = said.data === undefined ? said : saidOf(said.data)
  if (textOf(user.id) !== me.id) throw tampered('it tells of another person than signed in')
  const district = textOf(user.district)
  if (district !== '' && district !== me.district) throw tampered('it names two districts')
  return Object.entries(saidOf(user.roles)).flatMap(([role, has]) => (has ? [role] : []))
}

/** null where it is refused, or no JSON: a token of this kind gets web pages for some addresses. */
async function ask(wire: Wire, url: string, token: string): Promise<Said | null> {
  const answer = await wire.send({
    url,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    ...limits,
  })
  const said = parsed(answer)
  return answer.status === 200 && Object.keys(said).length > 0 ? said : null
}

/** An id_token, which Clever gives those that ask for OpenID Connect, must be of this sign-in and this person. */
async function compare(wire: Wire, { login, clientId }: CleverSettings, token: string, nonce: string, me: Me): Promise<void> {
  const found = parsed(await wire.send({ url: `${login}/.well-known/openid-configuration`, ...limits }))
  const [issuer, keys] = [textOf(found.issuer), textOf(found.jwks_uri)]
  if (issuer.replace(/\/+$/, '') !== login || !URL.canParse(keys)) throw tampered('its discovery is of another issuer')
  const payload = await checkIdToken(wire, token, { keys, issuer, audience: clientId })
  if (payload.nonce !== undefined && payload.nonce !== nonce) throw tampered('its nonce is of another sign-in')
  // `user_id` is the id of before version 3, and names nobody here.
  const subject = textOf(payload['multi_role_user_id']) || textOf(payload.sub)
  if (subject !== me.id) throw tampered('its id_token is of another person')
  const district = textOf(payload['district'])
  if (district !== '' && district !== me.district) throw tampered('it names two districts')
} // prettier-ignore
