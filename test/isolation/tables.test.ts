import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openQueue } from '../../src/desk/queue.ts'
import type { Store } from '../../src/store/open.ts'
import { freshStore } from '../support/database.ts'

/**
 * The wall between two districts, tried on every table the catalog knows: a table that comes tomorrow is in here
 * tomorrow. Each gets a row of either district; then the role of the console looks over the wall.
 */
const acrossDistricts = [
  'console_sessions',
  'console_tickets',
  'console_users',
  'migrations',
  'providers',
  'sso_flows',
  'sso_strays',
  'console_logins',
  'sign_in_tries',
]
const [ours, theirs] = [randomUUID(), randomUUID()] as const

type Column = { readonly name: string; readonly type: string; readonly needed: boolean }
type Table = { readonly name: string; readonly columns: readonly Column[] }

let store: Store
let tables: readonly Table[] = []
beforeAll(async () => {
  store = await freshStore()
  tables = await readTables()
  for (const table of walled()) for (const district of [ours, theirs]) await plant(table, district)
})
afterAll(() => store.close())

const walled = () =>
  tables.filter(({ columns, name }) => !acrossDistricts.includes(name) && columns.length > 0)

test('every table has a district, or a reason to stand above them', () => {
  const homeless = tables.filter(({ columns }) => !columns.some(({ name }) => name === 'district_id'))
  expect(homeless.map(({ name }) => name).filter(name => !acrossDistricts.includes(name))).toEqual([])
  expect(walled().length).toBeGreaterThan(20)
})

test('every table of districts has the wall switched on', async () => {
  const { rows } = await store.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relrowsecurity`,
  )
  const open = rows.map(({ name }) => name).filter(name => !acrossDistricts.includes(name))
  expect(open).toEqual([])
})

test('what stands above districts is nothing the console may touch', async () => {
  const { rows } = await store.pool.query<{ name: string; may: boolean }>(
    `select c.relname as name, has_table_privilege('rollbook_app', c.oid, 'select, insert, update, delete') as may
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and (n.nspname <> all ('{pg_catalog,information_schema}'))`,
  )
  const known = new Set(walled().map(({ name }) => name))
  expect(rows.filter(({ name, may }) => may && !known.has(name))).toEqual([])
})

test('the tables of the queue are closed to the console', async () => {
  const queue = await openQueue(store, () => {})
  await queue.close()
  const { rows } = await store.pool.query<{ schema: string }>(
    `select nspname as schema from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
       and nspname <> current_schema() and has_schema_privilege('rollbook_app', oid, 'usage')`,
  )
  expect(rows).toEqual([])
})

test('a district sees its own rows and no other’s, in every table', async () => {
  const seen: Record<string, unknown> = {}
  for (const { name } of walled()) seen[name] = await countAs(ours, `select district_id from ${name}`)
  const wrong = Object.entries(seen).filter(([, found]) => found !== 'refused' && found !== ours)
  expect(wrong).toEqual([])
  expect(seen).toMatchObject({ users: ours, enrollments: ours, audit: ours, members: ours, districts: ours })
})

test('a connection that says no district sees nothing, in every table', async () => {
  const seen = []
  for (const { name } of walled())
    seen.push([name, await countAs(null, `select district_id from ${name}`)] as const)
  expect(seen.filter(([, found]) => found !== '' && found !== 'refused')).toEqual([])
})

test('a district plants, changes and deletes nothing behind the wall, in any table', async () => {
  const done: string[] = []
  for (const table of walled()) {
    const { name } = table
    const attempts = [
      insertText(table, theirs),
      `update ${name} set district_id = district_id where district_id = '${theirs}' returning district_id`,
      `update ${name} set district_id = '${theirs}' where district_id = '${ours}' returning district_id`,
      `delete from ${name} where district_id = '${theirs}' returning district_id`,
    ]
    for (const attempt of attempts) {
      const found = await countAs(ours, attempt)
      if (found !== 'refused' && found !== '') done.push(`${name}: ${attempt.slice(0, 60)} gave ${found}`)
    }
  }
  expect(done).toEqual([])
})

/** Which districts the statement shows to the console when it acts for one, or that it is refused. */
async function countAs(district: string | null, statement: string): Promise<string> {
  const client = await store.pool.connect()
  try {
    await client.query('begin')
    await client.query('set local role rollbook_app')
    if (district !== null) await client.query(`select set_config('app.district', $1, true)`, [district])
    const { rows } = await client.query<{ district_id: string }>(statement)
    return [...new Set(rows.map(({ district_id }) => district_id))].sort().join()
  } catch (error) {
    if (isRefusal(error)) return 'refused'
    throw error
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** 42501 is what PostgreSQL says of a missing right and of a row that a policy forbids. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501'
}

async function readTables(): Promise<Table[]> {
  const { rows } = await store.pool.query<{ name: string; columns: Column[] }>(
    `select c.relname as name, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
         'needed', a.attnotnull and not a.atthasdef) order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = current_schema() and c.relkind in ('r', 'p') group by c.oid, c.relname order by c.relname`,
  )
  return rows
}

/** A row that means nothing, past every foreign key: what is tried here is who sees it. */
async function plant(table: Table, district: string): Promise<void> {
  const client: pg.PoolClient = await store.pool.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query(insertText(table, district))
    await client.query('commit')
  } finally {
    client.release()
  }
}

function insertText({ name, columns }: Table, district: string): string {
  const filled = columns.filter(column => column.needed || column.name === 'district_id')
  const values = filled.map(column => (column.name === 'district_id' ? `'${district}'` : sample(column)))
  return `insert into ${name} (${filled.map(column => `"${column.name}"`).join()}) values (${values.join()}) returning district_id`
}

function sample({ type }: Column): string {
  if (type.endsWith('[]')) return `'{}'`
  if (type === 'uuid') return `'${randomUUID()}'`
  if (type === 'jsonb') return `'{}'`
  if (type === 'bytea') return `'\\x00'`
  if (type === 'boolean') return 'false'
  if (type === 'date' || type.startsWith('timestamp')) return `'2026-09-01'`
  if (/int|numeric|double/.test(type)) return '1'
  return `'${randomUUID()}'`
}
