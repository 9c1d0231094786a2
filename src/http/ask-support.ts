import type { Reader } from '../login/reader.ts'
import { queueNotice } from '../notify/queue.ts'
import { note } from '../store/audit.ts'
import type { District } from '../store/districts.ts'
import { addRequest, type RequestRow } from '../store/requests.ts'
import { transact } from '../store/transact.ts'
import type { Office } from './office.ts'

export type Asking = {
  readonly district: District
  readonly kind: 'system' | 'help' | 'connection'
  readonly answers: RequestRow['answers']
  readonly reader: Reader
}

/** Asks something of Product Support. The mail to them and the request it tells of: both, or neither. */
export async function askSupport(office: Office, { district, kind, answers, reader }: Asking): Promise<string> {
  const { districtId } = district
  const who = `console:${reader.id}`
  const now = office.now()
  return await transact(office.store.pool, async client => {
    const made = await addRequest(client, districtId, { kind, answers, who }, now)
    await queueNotice(client, districtId, 'request', `request:${made}`, { template: 'request', kind, request: made }, now)
    await note(client, { districtId, at: now, actor: who, actorKind: reader.kind, action: 'support.request', target: `request:${made}`, detail: { kind } })
    return made
  })
} // prettier-ignore
