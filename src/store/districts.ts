import { randomUUID } from 'node:crypto'
import { RollbookError } from '../roster/errors.ts'
import { defaultRules, type Rules } from '../roster/rules.ts'
import type { Owner } from './roster.ts'
import { row, rows, run, sql, type Runner } from './sql.ts'
import type { BaseStamp } from './base.ts'

export type District = {
  readonly districtId: string
  readonly key: string
  readonly name: string
  readonly zone: string
  readonly rosterVersion: number
}

export type Connection = Owner & {
  readonly source: string
  /** Each source knows its own; no secret is among them. */
  readonly settings: Readonly<Record<string, string>>
  readonly rules: Rules
  readonly rulesVersion: number
  readonly base: BaseStamp | null
  readonly sourceTime: Date | null
  readonly fileTime: Date | null
  readonly reconciledAt: Date | null
  /** When the last reading that came whole began; what changed since can be asked for. */
  readonly readFrom: Date | null
  /** The same of the last reading of everything. */
  readonly fullAt: Date | null
  /** The last event of the source that the roster has; null where events are not followed. */
  readonly eventCursor: string | null
}

/** Adds a district. Throws DISTRICT_EXISTS, ZONE_UNKNOWN, KEY_INVALID. */
export async function addDistrict(db: Runner, key: string, name: string, zone: string): Promise<District> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(key))
    throw new RollbookError(
      'KEY_INVALID',
      `Cannot add district ${JSON.stringify(key)}: a key is small letters, digits and hyphens, at most 63`,
      2,
    )
  refuseZone(key, zone)
  const added = await run(
    db,
    sql`insert into districts (district_id, key, name, zone) values (${randomUUID()}, ${key}, ${name}, ${zone})
      on conflict (key) do nothing`,
  )
  if (added === 0)
    throw new RollbookError(
      'DISTRICT_EXISTS',
      `Cannot add district ${JSON.stringify(key)}: there is one of this key. Choose another key`,
      2,
    )
  return await findDistrict(db, key)
}

/** Renames a district or moves it to another zone. Throws ZONE_UNKNOWN. */
export async function changeDistrict(
  db: Runner,
  { districtId, key }: District,
  { name, zone }: { readonly name: string; readonly zone: string },
): Promise<void> {
  refuseZone(key, zone)
  await run(db, sql`update districts set name = ${name}, zone = ${zone} where district_id = ${districtId}`)
}

/** What a district is known by outside; '' for what nobody has said. */
export type Place = { readonly ncesId: string; readonly state: string }

export async function readPlace(db: Runner, districtId: string): Promise<Place> {
  const found = await row<Place>(
    db,
    sql`select nces_id as "ncesId", state from districts where district_id = ${districtId}`,
  )
  return found ?? { ncesId: '', state: '' }
}

export async function savePlace(db: Runner, districtId: string, { ncesId, state }: Place): Promise<void> {
  await run(
    db,
    sql`update districts set nces_id = ${ncesId}, state = ${state} where district_id = ${districtId}`,
  )
}

function refuseZone(key: string, zone: string): void {
  if (isZone(zone)) return
  throw new RollbookError(
    'ZONE_UNKNOWN',
    `Cannot use ${JSON.stringify(zone)} for district ${JSON.stringify(key)}: it is no IANA time zone. Use one such as America/Chicago`,
    2,
  )
}

export async function findDistrict(db: Runner, key: string): Promise<District> {
  const found = await row<District>(
    db,
    sql`select district_id as "districtId", key, name, zone, roster_version as "rosterVersion" from districts where key = ${key}`,
  )
  if (found !== null) return found
  const known = (await rows<{ key: string }>(db, sql`select key from districts order by key limit 10`)).map(
    ({ key }) => key,
  )
  const hint = known.length === 0 ? 'Add it with rollbook district add' : `Known: ${known.join(', ')}`
  throw new RollbookError(
    'DISTRICT_UNKNOWN',
    `Cannot find district ${JSON.stringify(key)}: there is none of this key. ${hint}`,
    2,
  )
}

/** When the district was added. */
export async function districtSince(db: Runner, districtId: string): Promise<Date> {
  const found = await row<{ at: Date }>(
    db,
    sql`select created_at as at from districts where district_id = ${districtId}`,
  )
  return found?.at ?? new Date(0)
}

export async function listDistricts(db: Runner): Promise<District[]> {
  return await rows<District>(
    db,
    sql`select district_id as "districtId", key, name, zone, roster_version as "rosterVersion" from districts order by key`,
  )
}

/**
 * Ties a district to a source, or changes the settings of the tie it has; its rules and roster stay. Elsewhere nothing
 * was read yet: the next reading is of everything.
 */
export async function connect(
  db: Runner,
  district: District,
  source: string,
  settings: Connection['settings'],
  who: string,
): Promise<void> {
  const text = JSON.stringify(settings)
  // What was wrong with the files of another source is nobody's to mend here: the next reading finds what is wrong with this one.
  await run(
    db,
    sql`update issues set closed_run = d.last_run from connections c, districts d where issues.district_id = ${district.districtId}
      and c.district_id = issues.district_id and d.district_id = issues.district_id and c.source <> ${source} and issues.closed_run is null`,
  )
  await run(
    db,
    sql`with made as (
        insert into connections (district_id, connection_id, source, settings)
        values (${district.districtId}, ${randomUUID()}, ${source}, ${text})
        on conflict (district_id) do update set source = excluded.source, settings = excluded.settings,
          event_cursor = null, event_at = null, event_asked = null, event_asked_at = null, event_due = null, event_failures = 0,
          (read_from, full_at, source_time, file_time, base_snapshot, base_digest, base_version, rest) = (
            select connections.read_from, connections.full_at, connections.source_time, connections.file_time,
              connections.base_snapshot, connections.base_digest, connections.base_version, connections.rest
            where connections.source = excluded.source
              and connections.settings ->> 'tenantId' is not distinct from excluded.settings ->> 'tenantId'
              and connections.settings ->> 'url' is not distinct from excluded.settings ->> 'url')
        returning district_id, connection_id)
      insert into rules (district_id, connection_id, version, rules, who)
      select district_id, connection_id, 1, ${JSON.stringify(defaultRules)}, ${who} from made
      on conflict (district_id, connection_id, version) do nothing`,
  )
}

type ConnectionRow = Omit<Connection, 'base'> & { baseVersion: number | null; baseDigest: string | null }

export async function findConnection(db: Runner, district: District): Promise<Connection> {
  const found = await row<ConnectionRow>(
    db,
    sql`select c.district_id as "districtId", c.connection_id as "connectionId", c.source, c.settings,
        r.rules, r.version as "rulesVersion", c.base_version as "baseVersion", c.base_digest as "baseDigest",
        c.source_time as "sourceTime", c.file_time as "fileTime", c.reconciled_at as "reconciledAt",
        c.read_from as "readFrom", c.full_at as "fullAt", c.event_cursor as "eventCursor"
      from connections c join rules r on r.district_id = c.district_id and r.connection_id = c.connection_id
        and r.version = c.rules_version
      where c.district_id = ${district.districtId}`,
  )
  if (found === null)
    throw new RollbookError(
      'NOT_CONNECTED',
      `Cannot read district ${JSON.stringify(district.key)}: it is not connected to a source. Run rollbook connect ${district.key} oneroster-csv`,
      2,
    )
  const { baseVersion, baseDigest, ...connection } = found
  const whole = baseVersion === district.rosterVersion && baseDigest !== null
  return { ...connection, base: whole ? { version: baseVersion, digest: baseDigest } : null }
}

/** Writes a new version of the rules; the next plan shows what it adds and removes. Throws RULES_MOVED. */
export async function changeRules(
  db: Runner,
  { districtId, connectionId, rulesVersion }: Connection,
  rules: Rules,
  who: string,
): Promise<number> {
  const version = rulesVersion + 1
  const made = await run(
    db,
    sql`with moved as (
        update connections set rules_version = ${version}
        where district_id = ${districtId} and connection_id = ${connectionId} and rules_version = ${rulesVersion}
        returning district_id, connection_id)
      insert into rules (district_id, connection_id, version, rules, who)
      select district_id, connection_id, ${version}, ${JSON.stringify(rules)}, ${who} from moved`,
  )
  if (made === 1) return version
  throw new RollbookError(
    'RULES_MOVED',
    `Cannot change the rules: somebody changed version ${rulesVersion} meanwhile. Look at them, and change them again`,
  )
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
