import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { addDistrict } from '../../src/store/districts.ts'

export type Made = {
  readonly kind: 'users' | 'classes' | 'orgs'
  readonly id: string
  readonly sourcedId: string
  readonly given: string
  readonly family: string
  readonly email: string | null
  readonly role: string
  readonly school: string
}

/** A district with rows as they are given, written straight into its tables; nothing is indexed yet. */
export async function makeRoster(pool: pg.Pool, key: string, made: readonly Made[]): Promise<string> {
  const { districtId } = await addDistrict(pool, key, key, 'America/Chicago')
  await addRows(pool, districtId, made)
  return districtId
}

const connection = randomUUID()

export async function addRows(pool: pg.Pool, districtId: string, made: readonly Made[]): Promise<void> {
  const all = JSON.stringify(made)
  const from = `from json_to_recordset($3) as m (kind text, id uuid, "sourcedId" text, given text, family text, email text, role text, school text)`
  const values = [districtId, connection, all]
  await pool.query(
    `insert into users (district_id, connection_id, id, sourced_id, given_name, family_name, email, enabled_user, created_run, updated_run)
      select $1, $2, id, "sourcedId", given, family, email, true, 1, 1 ${from} where kind = 'users'`,
    values,
  )
  await pool.query(
    `insert into roles (district_id, connection_id, id, sourced_id, user_sourced_id, role, org_sourced_id, created_run, updated_run)
      select $1, $2, gen_random_uuid(), 'r-' || "sourcedId", "sourcedId", role, school, 1, 1 ${from} where kind = 'users' and role <> ''`,
    values,
  )
  await pool.query(
    `insert into classes (district_id, connection_id, id, sourced_id, title, school_sourced_id, created_run, updated_run)
      select $1, $2, id, "sourcedId", given, school, 1, 1 ${from} where kind = 'classes'`,
    values,
  )
  await pool.query(
    `insert into orgs (district_id, connection_id, id, sourced_id, name, type, created_run, updated_run)
      select $1, $2, id, "sourcedId", given, 'school', 1, 1 ${from} where kind = 'orgs'`,
    values,
  )
  await note(pool, districtId, made)
}

/** Tells the change feed about rows, as a run does. */
export async function note(
  pool: pg.Pool,
  districtId: string,
  changed: readonly Pick<Made, 'kind' | 'id' | 'sourcedId'>[],
): Promise<void> {
  await pool.query(
    `with base as (update districts set last_seq = last_seq + json_array_length($2) where district_id = $1 returning last_seq - json_array_length($2) as seq)
      insert into changes (district_id, seq, run, kind, op, id, sourced_id)
      select $1, base.seq + m.at, 1, m.one->>'kind', 'update', (m.one->>'id')::uuid, m.one->>'sourcedId'
      from base, json_array_elements($2) with ordinality m (one, at)`,
    [districtId, JSON.stringify(changed)],
  )
}
