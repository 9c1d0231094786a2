import type pg from 'pg'
import { manifest } from '../../roster/fields.ts'
import { kinds } from '../../roster/kinds.ts'
import { enabledFields } from '../../roster/rules.ts'
import { defaultSchedule } from '../../roster/schedule.ts'
import type { Connection, District } from '../../store/districts.ts'
import { findPlan } from '../../store/plans.ts'
import { schoolNames } from '../../store/run-detail.ts'
import { listRunEntries } from '../../store/run-list.ts'
import { readSchedule } from '../../store/schedules.ts'
import type { SecretView } from '../../store/secrets.ts'
import { readMatch } from '../../store/setups.ts'
import type { SetupPreview, SetupView } from '../contract/setup.ts'
import { secretOf, systems, type SetupState } from '../setup-state.ts'
import { named } from './overview.ts'

/** `kept` are the district's secrets, which the role behind the wall may not look at. Everything but the name of whoever was here last, and what waits in the queue. */
export async function presentSetup(
  client: pg.PoolClient,
  district: District,
  setup: SetupState,
  kept: readonly SecretView[],
): Promise<Omit<SetupView, 'who' | 'previewing'>> {
  const { state, step, changedAt, connection } = setup
  const { previewAfter, ...answers } = setup.answers
  const { schedule } = (await readSchedule(client, district.districtId)) ?? { schedule: defaultSchedule(district.zone) } // prettier-ignore
  const { time, repeat, days } = schedule
  return {
    state,
    step,
    changedAt: changedAt?.toISOString() ?? null,
    systems,
    answers,
    source: connection === null ? null : presentSource(connection, kept),
    map: connection === null ? null : presentMap(connection),
    preview: previewAfter === null ? null : await readPreview(client, district, previewAfter),
    schedule: { time, repeat, days: [...days] },
  }
}

/** Where the records come from, without the path of a server of ours; of the secret, only that it is there. */
function presentSource({ source, settings }: Connection, kept: readonly SecretView[]) {
  const told = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'path'))
  const name = secretOf(settings)
  const newest = kept
    .filter(one => one.name === name && one.retiredAt === null)
    .sort((a, b) => b.version - a.version)[0]
  const secret = newest && {
    fingerprint: newest.fingerprint,
    createdAt: newest.createdAt.toISOString(),
    expiresAt: newest.expiresAt?.toISOString() ?? null,
  }
  return { name: source, settings: told, secret: secret ?? null }
}

function presentMap({ rules }: Connection): SetupView['map'] {
  const fields = kinds.flatMap(kind => {
    const on = enabledFields(kind, rules)
    return manifest[kind].map((field, at) => ({
      field: `${kind}.${field.name}`, need: field.need, class: field.class, purpose: field.purpose, on: on[at] ?? false,
    }))
  }) // prettier-ignore
  return { schools: rules.scope.schools === null ? null : [...rules.scope.schools], fields }
}

/** The newest run that was asked for to preview; one from before the last change tells of another state. */
async function readPreview(
  client: pg.PoolClient,
  { districtId, key }: District,
  after: number,
): Promise<SetupPreview | null> {
  const [entry] = await listRunEntries(client, districtId, 1, { trigger: 'setup' })
  if (entry === undefined || entry.run <= after) return null
  const { run, result, message, plan } = entry
  const bare = { run, result, message, plan, digest: null, status: null, kinds: [], hazards: [], match: null }
  if (plan === null) return bare
  const stored = await findPlan(client, districtId, key, plan)
  const names = await schoolNames(client, districtId)
  const fresh = stored.counts.users?.create ?? 0
  return {
    ...bare,
    digest: stored.digest,
    status: stored.status,
    kinds: kinds.flatMap(kind => {
      const counts = stored.counts[kind]
      return counts === undefined
        ? []
        : [{ kind, create: counts.create, update: counts.update, remove: counts.remove }]
    }),
    hazards: stored.hazards.map(hazard => named(hazard, names)),
    match: { ...(await readMatch(client, districtId, plan)), fresh },
  }
}
