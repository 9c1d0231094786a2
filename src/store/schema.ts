import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from './migrate.ts'
import { rows, sql } from './sql.ts'
import type { Runner } from './sql.ts'

type Column = { table: string; name: string; type: string; required: boolean; standard: string | null }
type Clause = { table: string; text: string }

const heading =
  '-- What the migrations come to. Written by `npm run schema`; change a migration, not this file.\n'

export const schemaFile = (): string => join(packageRoot(), 'db', 'schema.sql')

/** Names of the tables that are ours; in a database that is shared, others have theirs beside them. */
export async function ourTables(): Promise<string[]> {
  const text = await readFile(schemaFile(), 'utf8')
  return [...text.matchAll(/^create table (\w+)/gm)].map(match => match[1] ?? '')
}

/** The schema of a database as one readable text: the same text for the same schema, whatever the server's version. */
export async function describeSchema(db: Runner): Promise<string> {
  const columns = await readColumns(db)
  const constraints = await readConstraints(db)
  const indexes = await readIndexes(db)
  const walls = await readWalls(db)
  const tables = [...new Set(columns.map(column => column.table))]
  const of = (table: string, clauses: Clause[]) =>
    clauses.filter(clause => clause.table === table).map(({ text }) => text)
  const texts = tables.map(table => {
    const lines = columnLines(columns.filter(column => column.table === table))
    const body = [...lines, ...of(table, constraints).map(plainKeywords)].map(line => `  ${line}`).join(',\n')
    const wall = of(table, walls).map(line => `${line};\n`)
    return `\ncreate table ${table} (\n${body}\n);\n${of(table, indexes).map(indexLine).join('')}${wall.join('')}`
  })
  return heading + texts.join('')
}

function columnLines(columns: Column[]): string[] {
  const width = Math.max(...columns.map(({ name }) => name.length)) + 2
  return columns.map(({ name, type, required, standard }) => {
    const rest = [type, required ? 'not null' : '', standard === null ? '' : `default ${standard}`]
    return name.padEnd(width) + rest.filter(Boolean).join(' ')
  })
}

function indexLine(text: string): string {
  return `${plainKeywords(text).replace(/ on \w+\.(\w+) using btree /, ' on $1 ')};\n`
}

/** The catalogs shout their keywords; ours do not. Names and values of ours hold no such words. */
function plainKeywords(text: string): string {
  return text.replace(
    /\b(CREATE|UNIQUE|INDEX|ON|USING|WHERE|IS|NOT|NULL|DISTINCT|FROM|PRIMARY|FOREIGN|KEY|REFERENCES|CHECK|AND|OR)\b/g,
    word => word.toLowerCase(),
  )
}

function readColumns(db: Runner): Promise<Column[]> {
  return rows<Column>(
    db,
    sql`select c.relname as table, quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type,
               a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as standard
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migrations'
        order by c.relname collate "C", a.attnum`,
  )
}

function readConstraints(db: Runner): Promise<Clause[]> {
  // PostgreSQL 18 lists "not null" here too (contype n); the columns say it already.
  return rows<Clause>(
    db,
    sql`select c.relname as table, pg_get_constraintdef(k.oid) as text
        from pg_constraint k join pg_class c on c.oid = k.conrelid
        where c.relnamespace = current_schema()::regnamespace and k.contype in ('p', 'u', 'f', 'c', 'x')
        order by c.relname collate "C", array_position(array['p', 'u', 'f', 'c', 'x'], k.contype::text), k.conname collate "C"`,
  )
}

function readIndexes(db: Runner): Promise<Clause[]> {
  return rows<Clause>(
    db,
    sql`select c.relname as table, pg_get_indexdef(i.indexrelid) as text
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
        where c.relnamespace = current_schema()::regnamespace
          and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
        order by c.relname collate "C", x.relname collate "C"`,
  )
}

/** Row-level security, the policies, and what the browser's side may do. */
function readWalls(db: Runner): Promise<Clause[]> {
  return rows<Clause>(
    db,
    sql`select c.relname as table, w.text
        from pg_class c cross join lateral (
          select 1 as place, 'alter table ' || c.relname || ' enable row level security' as text where c.relrowsecurity
          union all
          select 2, 'create policy ' || p.polname || ' on ' || c.relname || ' to ' ||
              (select string_agg(r.rolname, ', ' order by r.rolname) from pg_roles r where r.oid = any(p.polroles)) ||
              ' using ' || pg_get_expr(p.polqual, p.polrelid) || ' with check ' || pg_get_expr(p.polwithcheck, p.polrelid)
            from pg_policy p where p.polrelid = c.oid
          union all
          select 3, 'grant ' || string_agg(lower(g.privilege_type), ', ' order by g.privilege_type collate "C") || ' on ' || c.relname || ' to rollbook_app'
            from aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee and r.rolname = 'rollbook_app' having count(*) > 0
        ) w
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        order by c.relname collate "C", w.place`,
  )
}
