/*
 * What is plainly wrong with an address or a credential, said while it is typed. Whether it answers is what the test
 * finds out; the service checks again what it must rely on.
 */

export type Wrong =
  | 'missing' | 'spaces' | 'https' | 'noAddress' | 'password' | 'query' | 'isToken' | 'isBase' | 'collection' | 'inside'
  | 'sameAsBase' | 'sameAsId' | 'isAddress' | 'number' // prettier-ignore

const standard = /\/ims\/oneroster(\/|$)/i
const tokenish = /\/(oauth2?\/|as\/)?(token|access_token)(\.oauth2)?\/?$/i
const collections =
  /\/(orgs|schools|users|students|teachers|classes|courses|enrollments|academicSessions|terms|demographics)\/?$/i
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
const inside = /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)|\.(local|lan|internal|corp)$|^[^.:[\]]+$/i // prettier-ignore

/** Of the base URL; null when nothing is wrong with it. */
export function wrongBase(text: string): Wrong | null {
  const wrong = wrongAddress(text)
  if (wrong !== null) return wrong
  const { pathname, search, hash } = new URL(text.trim())
  if (tokenish.test(pathname)) return 'isToken'
  if (search !== '' || hash !== '') return 'query'
  return collections.test(pathname) ? 'collection' : null
}

/** Of the token URL. A query belongs to it at some systems. */
export function wrongToken(text: string, base: string): Wrong | null {
  const wrong = wrongAddress(text)
  if (wrong !== null) return wrong
  if (text.trim().replace(/\/+$/, '') === base.trim().replace(/\/+$/, '')) return 'sameAsBase'
  return standard.test(new URL(text.trim()).pathname) && !tokenish.test(new URL(text.trim()).pathname)
    ? 'isBase'
    : null
}

export function wrongId(text: string): Wrong | null {
  if (text.trim() === '') return 'missing'
  if (/^https?:/i.test(text.trim())) return 'isAddress'
  return /\s/.test(text.trim()) ? 'spaces' : null
}

/** Of a secret that is given anew; `kept` says that an earlier one goes on. */
export function wrongSecret(text: string, id: string, kept: boolean): Wrong | null {
  if (text.trim() === '') return kept ? null : 'missing'
  if (/^https?:/i.test(text.trim())) return 'isAddress'
  if (/\s/.test(text.trim())) return 'spaces'
  return text.trim() === id.trim() ? 'sameAsId' : null
}

export function wrongPage(text: string): Wrong | null {
  const size = Number(text.trim() || '1')
  return Number.isInteger(size) && size >= 1 && size <= 10_000 ? null : 'number'
}

/** Whether the standard's path is missing: nothing is wrong then, since both ways are tried. */
export function isBare(text: string): boolean {
  return wrongBase(text) === null && !standard.test(new URL(text.trim()).pathname)
}

/** What stands before the standard's path, without a slash at its end; empty while it is no address. */
export function rootOf(text: string): string {
  if (wrongBase(text) !== null) return ''
  const { origin, pathname } = new URL(text.trim())
  return `${origin}${pathname.split(standard)[0] ?? ''}`.replace(/\/+$/, '')
}

/** Whose server it is; empty while it is no address. */
export function originOf(text: string): string {
  return wrongAddress(text) === null ? new URL(text.trim()).origin : ''
}

function wrongAddress(given: string): Wrong | null {
  const text = given.trim()
  if (text === '') return 'missing'
  if (/\s/.test(text)) return 'spaces'
  if (!/^https?:\/\//i.test(text)) return 'https'
  if (!URL.canParse(text)) return 'noAddress'
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return 'password'
  if (loopback.test(hostname)) return null
  if (inside.test(hostname)) return 'inside'
  return protocol === 'https:' ? null : 'https'
}
