import type { Reader } from '../../login/reader.ts'
import { factorDue } from '../../login/second-factor.ts'
import { rightsOfRole, rightsOfVendor } from '../../login/rights.ts'
import type { Session } from '../contract/session.ts'
import type { Office } from '../office.ts'

/** Who is signed in, as the console needs to know it. */
export function presentSession(reader: Reader, { vendor, demo }: Office): Session {
  const { id, name, email, locale, factor, home, vendorRole, kind } = reader
  return {
    who: {
      id,
      name,
      email,
      initial: [...name.trim()][0]?.toUpperCase() ?? '?',
      kind: home?.role ?? (kind === 'vendor' || kind === 'guest' ? kind : 'member'),
      role: vendorRole,
      locale,
      factor,
      factorDue: factorDue(reader, { demo }),
    },
    districts: districtsOf(reader),
    rights: vendorRole === null ? [] : [...rightsOfVendor(vendorRole)],
    vendor,
    demo,
    provenAt: reader.provenAt.toISOString(),
    until: reader.until.toISOString(),
  }
}

function districtsOf({ home, seats, rights }: Reader): Session['districts'] {
  if (home !== null) return [{ key: home.key, name: home.name, zone: home.zone, role: home.role, rights: [] }]
  return seats.map(({ key, name, zone, role }) => ({
    key,
    name,
    zone,
    role: rights === null ? role : 'guest',
    rights: [...(rights ?? rightsOfRole(role))],
  }))
}
