import type pg from 'pg'

/**
 * A query with its values apart: sql`select * from users where id = ${id}` never glues a value into text.
 * A query inside a query is spliced in with its values.
 */
export type Query = { readonly text: string; readonly values: unknown[]; readonly parts: readonly string[] }

export function sql(strings: TemplateStringsArray, ...args: unknown[]): Query {
  const parts = [strings[0] ?? '']
  const values: unknown[] = []
  args.forEach((arg, at) => {
    const tail = strings[at + 1] ?? ''
    if (isQuery(arg)) {
      parts[parts.length - 1] += arg.parts[0] ?? ''
      parts.push(...arg.parts.slice(1))
      parts[parts.length - 1] += tail
      values.push(...arg.values)
    } else {
      values.push(arg)
      parts.push(tail)
    }
  })
  return make(parts, values)
}

/** Text that goes into the query as it is: table and column names of ours, never a value from outside. */
export function raw(text: string): Query {
  return make([text], [])
}

/** Queries side by side, with a separator of ours between them. */
export function join(queries: readonly Query[], separator: string): Query {
  let out = raw('')
  queries.forEach((query, at) => (out = at === 0 ? query : sql`${out}${raw(separator)}${query}`))
  return out
}

function make(parts: string[], values: unknown[]): Query {
  return { parts, values, text: parts.reduce((text, part, at) => `${text}$${at}${part}`) }
}

function isQuery(arg: unknown): arg is Query {
  return typeof arg === 'object' && arg !== null && 'parts' in arg && 'text' in arg
}

/** What runs a query: a pool or one of its clients. */
export type Runner = Pick<pg.ClientBase, 'query'>

/** All rows, as the caller says they look; the columns are named in the query beside it. */
export async function rows<Row extends pg.QueryResultRow>(db: Runner, query: Query): Promise<Row[]> {
  return (await db.query<Row>(query.text, query.values)).rows
}

/** The only row, or null. */
export async function row<Row extends pg.QueryResultRow>(db: Runner, query: Query): Promise<Row | null> {
  return (await rows<Row>(db, query))[0] ?? null
}

/** Runs a statement; resolves to the number of rows it touched. */
export async function run(db: Runner, query: Query): Promise<number> {
  return (await db.query(query.text, query.values)).rowCount ?? 0
}
