import ts from 'typescript'
import { expect, test } from 'vitest'
import { files, sources } from './support/tree.ts'

/**
 * One server or many: what a distributed PostgreSQL cannot do, we do not write (docs/decisions/0004-one-postgres.md).
 * The district is the distribution key, so every key begins with it and every query names it.
 */
const acrossDistricts: Readonly<Record<string, string>> = {
  districts: 'is how a district is found by its key, and the list of them',
  districts_key: 'keeps the keys of districts apart; the table is copied to every node',
  migrations: 'is about the database, not about a district',
  console_users: 'holds people who may look after several districts, or after none: the vendor’s own',
  console_users_email: 'keeps one password an address',
  console_sessions: 'is found by the secret of a cookie, before anybody knows the district',
  console_tickets: 'is found by the secret of a link, before anybody knows the district',
  sso_flows: 'is found by the secret of a state, before anybody knows the district',
  sso_strays: 'is found by a code, before anybody knows the district',
  console_logins: 'ties people of the console, who may look after several districts',
  providers: 'holds what the vendor agreed with a provider, for all districts',
  sign_in_tries: 'counts by address, before anybody knows who it is',
}
/** A query that may leave the district out: part of its text, and why. */
const exceptions: Readonly<Record<string, string>> = {
  't.removed_at is null as live, t.connection_id is null as by_hand':
    'begins queries that each add the district',
  'from ${touched(owner, kind, slice)} c': 'reads changes that `touched` took from the district',
  "where c.source = ${provider} and c.settings->>'tenantId' =": 'is how a district is found by its tenant',
  'select settings from providers': 'is of the vendor',
  'insert into providers (': 'is of the vendor',
  'select connection_id as id from connections where base_version is not null':
    'the doctor looks at all districts',
}

const keywords =
  /\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|CREATE|TABLE|INDEX|VALUES|SET|ORDER BY|GROUP BY|AND|OR|NOT NULL)\b/

type Sql = { readonly where: string; readonly text: string }
const statements: readonly Sql[] = files('db/migrations').flatMap(({ path, text }) =>
  text
    .replace(/--.*$/gm, '')
    .split(';')
    .map(statement => ({ where: path, text: statement.replace(/\s+/g, ' ').trim() })),
)
const tables = statements.flatMap(({ where, text }) => {
  const [head = '', name = ''] = /^create (?:unlogged )?table (?:if not exists )?(\w+) \(/.exec(text) ?? []
  return head === '' ? [] : [{ where, name, parts: splitBody(text.slice(head.length)) }]
})
const queries = sources().flatMap(({ path, text }) => sqlTemplates(path, text))

test('the migrations and the queries were found', () => {
  expect(tables.map(table => table.name)).toContain('enrollments')
  expect(queries.length).toBeGreaterThan(0)
})

test('every primary key begins with the district', () => {
  const found = tables.filter(table => !excused(table.name) && !table.parts.some(startsKey('primary key')))
  expect(
    found.map(({ where, name }) => `${where}: the primary key of ${name} must begin with district_id`),
  ).toEqual([])
})

test('every unique constraint and foreign key begins with the district', () => {
  const found = tables.flatMap(({ where, name, parts }) =>
    parts.filter(part => !excused(name) && strays(part)).map(part => `${where}: ${name} has "${part}"`),
  )
  expect(found).toEqual([])
})

test('every unique index begins with the district', () => {
  const found = statements.flatMap(({ where, text }) => {
    const index = /^create unique index (?:if not exists )?(\w*) ?on \w+ \( ?(\w+)/.exec(text)
    if (index === null || index[2] === 'district_id' || excused(index[1] ?? '')) return []
    return [`${where}: "${index[0]}" does not begin with district_id`]
  })
  expect(found).toEqual([])
})

test('no triggers, and nobody borrows the rights of an owner', () => {
  const banned = /\bcreate (or replace |constraint )*trigger\b|\bsecurity definer\b/i
  const found = [...statements, ...queries].filter(({ text }) => banned.test(text))
  expect(found.map(({ where, text }) => `${where}: ${text.slice(0, 60)}`)).toEqual([])
})

test('keywords are written small', () => {
  const found = [...statements, ...queries].filter(({ text }) => keywords.test(text))
  expect(
    found.map(({ where, text }) => `${where}: ${keywords.exec(text)?.[0]} in "${text.slice(0, 60)}"`),
  ).toEqual([])
})

test('every query on a table of districts names the district', () => {
  const known = tables.map(table => table.name).filter(name => !excused(name))
  const touches = new RegExp(
    `\\b(?:from|join|into|update)\\s+(?:only\\s+)?(?:\\$\\{|(?:${known.join('|')})\\b)`,
  )
  const found = queries.filter(
    ({ text }) => touches.test(text) && !/district_?id/i.test(text) && !excepted(text),
  )
  expect(found.map(({ where, text }) => `${where}: "${text.slice(0, 80)}" names no district_id`)).toEqual([])
})

test('every exception is still needed', () => {
  const unused = Object.keys(exceptions).filter(part => !queries.some(({ text }) => text.includes(part)))
  expect(unused).toEqual([])
})

function excused(name: string): boolean {
  return Object.hasOwn(acrossDistricts, name)
}

function excepted(text: string): boolean {
  return Object.keys(exceptions).some(part => text.includes(part))
}

/** Columns and constraints of a table, from behind its bracket to the one that closes it. */
function splitBody(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const letter of text) {
    if (letter === '(') depth++
    if (letter === ')' && depth-- === 0) break
    if (letter === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts.map(part => part.trim())
}

function startsKey(key: string) {
  return (part: string) =>
    part.startsWith(`${key} (district_id`) || part.startsWith('district_id uuid primary key')
}

/** A key that does not begin with the district: as a constraint of its own, or behind a column. */
function strays(part: string): boolean {
  if (/^(constraint \w+ )?(unique|foreign key|primary key)/.test(part))
    return !/key \(district_id|unique \(district_id/.test(part)
  return /\b(unique|references|primary key)\b/.test(part) && !part.startsWith('district_id ')
}

/** Queries as they stand in the source, with what is spliced in; a query inside a query counts with the outer one. */
function sqlTemplates(path: string, text: string): Sql[] {
  const found: Sql[] = []
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const visit = (node: ts.Node): void => {
    if (!ts.isTaggedTemplateExpression(node) || node.tag.getText(file) !== 'sql')
      return ts.forEachChild(node, visit)
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
    found.push({ where: `${path}:${line}`, text: node.template.getText(file).replace(/\s+/g, ' ') })
  }
  visit(file)
  return found
}
