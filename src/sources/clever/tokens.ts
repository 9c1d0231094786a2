import { UnreadableDrop } from '../../roster/errors.ts'
import type { Access } from '../oneroster-rest/access.ts'
import { Asker, unlisted } from '../oneroster-rest/asker.ts'
import { isRecord, readText } from '../oneroster-rest/columns.ts'
import type { Patience } from '../oneroster-rest/patience.ts'
import type { Outside } from '../outside.ts'

/** A district that shares its data with us through Clever (GET /oauth/tokens?owner_type=district). */
export type DistrictToken = {
  /** Stays when a token is replaced: the district is known by it, never by the token. */
  readonly districtId: string
  readonly token: string
}

/** Where Clever gives out tokens, and who we are there. */
export type Agreed = { readonly login: string; readonly clientId: string }

/** Tokens of all districts, or of one; of several for one district the newest comes first. Throws SECRET_MISSING, SOURCE_REFUSED, SOURCE_SILENT. */
export async function listTokens(agreed: Agreed, outside: Outside, patience: Patience, districtId?: string): Promise<DistrictToken[]> {
  const access = openBasic(agreed.clientId, await clientSecrets(outside))
  const asker = new Asker(agreed.login, access, patience, {}, () => outside.now())
  const query = { owner_type: 'district', ...(districtId !== undefined && { district: districtId }) }
  const { records } = await asker.page('oauth/tokens', ['data'], query).catch(error => unlisted('Clever', error))
  const found = records.flatMap(readToken).filter(one => districtId === undefined || one.districtId === districtId)
  return found.sort((a, b) => (a.created < b.created ? 1 : -1)).map(({ districtId, token }) => ({ districtId, token }))
} // prettier-ignore

async function clientSecrets(outside: Outside): Promise<readonly string[]> {
  const secrets = await outside.secrets('cleverSecret')
  if (secrets.length > 0) return secrets
  throw new UnreadableDrop('SECRET_MISSING', 'Cannot ask Clever which districts share with us: no client secret is kept. Find it in the app’s settings at Clever, and give it with rollbook provider clever') // prettier-ignore
}

/** While a secret is being replaced, two may be good. */
function openBasic(clientId: string, secrets: readonly string[]): Access {
  let at = 0
  const basic = () => Buffer.from(`${clientId}:${secrets[at] ?? ''}`).toString('base64')
  return {
    headers: () => Promise.resolve({ authorization: `Basic ${basic()}` }),
    renew: () => Promise.resolve(++at < secrets.length),
  }
}

function readToken(record: unknown): (DistrictToken & { readonly created: string })[] {
  if (!isRecord(record)) return []
  const plain = isRecord(record.data) ? record.data : record
  const { owner } = plain
  const districtId = isRecord(owner) ? readText(owner.id) : ''
  const token = readText(plain.access_token)
  return districtId === '' || token === '' ? [] : [{ districtId, token, created: readText(plain.created) }]
}
