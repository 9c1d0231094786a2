import { BlockList, isIP, isIPv4 } from 'node:net'

/*
 * Which addresses may be called. A base URL, a token URL and a metadata URL are typed in by people of a district, and
 * whoever types one must not make us call what lies behind our own walls.
 */

/** IANA special-purpose registries: private, shared, link-local (metadata of clouds), documentation, multicast, reserved. */
const closed4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
] // prettier-ignore
/** The same of IPv6, and what wraps an IPv4 address: mapped, compatible, NAT64, 6to4, Teredo. */
const closed6 = [
  '::/96', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20',
  '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
] // prettier-ignore

// Apart: a list of both would take every IPv4 address for its mapped form, which is closed.
const blocked = { v4: listOf(closed4), v6: listOf(closed6) }
const loopback = { v4: listOf(['127.0.0.0/8']), v6: listOf(['::1/128']) }

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/')
    list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6')
  }
  return list
}

function inside({ v4, v6 }: typeof blocked, address: string): boolean {
  return isIPv4(address) ? v4.check(address) : v6.check(address, 'ipv6')
}

export function isLoopback(address: string): boolean {
  return inside(loopback, plain(address))
}

/** Why an IP address may not be called, or null. `near` lets this machine itself be called, and nothing else that is closed. */
export function refusal(address: string, near: boolean): string | null {
  const ip = plain(address)
  if (isIP(ip) === 0) return 'it is no address'
  if (isLoopback(ip)) return near ? null : 'it leads to this machine itself'
  return inside(blocked, ip) ? 'it leads into a private or reserved network' : null
}

/** `[::1]` and `fe80::1%eth0` without what is not the address. */
function plain(address: string): string {
  return address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
}

/** Ports on which systems of schools serve https; another would make us a scanner of ports. */
const ports = new Set(['', '443', '444', '4443', '8443', '9443', '10443'])

/** Why a URL may not be asked, before its name is looked up; null when it may. */
export function refusedUrl(url: URL, near: boolean): string | null {
  if (url.username !== '' || url.password !== '') return 'it carries a user name or a password'
  const host = plain(url.hostname)
  const own = near && (isNamedLocal(host) || (isIP(host) !== 0 && isLoopback(host)))
  if (url.protocol !== 'https:' && !(own && url.protocol === 'http:')) return 'it is not https'
  if (!own && !ports.has(url.port)) return `port ${url.port} is none of those that rosters are served on`
  if (isNamedLocal(host)) return near ? null : 'it leads to this machine itself'
  return isIP(host) === 0 ? null : refusal(host, near)
}

function isNamedLocal(host: string): boolean {
  return /^(.*\.)?localhost\.?$/i.test(host)
}
