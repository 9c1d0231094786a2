import fc from 'fast-check'
import type pg from 'pg'
import copy from 'pg-copy-streams'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entity, Value } from '../../src/roster/entity.ts'
import { manifest, type Field } from '../../src/roster/fields.ts'
import { kinds } from '../../src/roster/kinds.ts'
import { entityLine, lineEntity } from '../../src/snapshot/line.ts'
import type { Store } from '../../src/store/open.ts'
import { columnList, tableOf } from '../../src/store/roster.ts'
import { freshStore } from '../support/database.ts'
import { cases } from './cases.ts'

// P11: a line of an entity reads back as that entity, and PostgreSQL prints the same bytes for the same row.

let store: Store
beforeAll(async () => void (store = await freshStore()))
afterAll(() => store.close())

/** Everything a text column can hold: no NUL, no half characters. */
const bits = [
  '\\',
  '\t',
  '\n',
  '\r',
  '\b',
  '\f',
  '\v',
  '"',
  '{',
  '}',
  ',',
  ' ',
  'NULL',
  'null',
  '\\N',
  '\\.',
  '\u001f',
  '\u00a0',
  '\u2028',
  'é',
  '𝒳',
  '\u202e',
  "'",
  '\u0001',
  '\u007f',
  'a',
]
const text = fc
  .oneof(
    fc.array(fc.constantFrom(...bits), { maxLength: 8 }).map(parts => parts.join('')),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  .map(found => Buffer.from(found.replaceAll('\0', '')).toString())

function valueOf({ type }: Field): fc.Arbitrary<Value> {
  const some: fc.Arbitrary<Value> =
    type === 'boolean'
      ? fc.boolean()
      : type === 'date'
        ? fc.constantFrom('2026-08-17', '1999-12-31', '9999-12-31', '1000-01-01')
        : type === 'list' || type === 'refs' || type === 'grades'
          ? fc.array(text, { minLength: 1, maxLength: 4 })
          : text
  return fc.oneof(fc.constant(null), some)
}

const entities: fc.Arbitrary<Entity> = fc.constantFrom(...kinds).chain(kind =>
  fc.record({
    kind: fc.constant(kind),
    sourcedId: text,
    values: fc.tuple(...manifest[kind].map(valueOf)),
  }),
)

test('a line reads back as the entity it was made of', () => {
  fc.assert(
    fc.property(entities, entity => {
      const line = entityLine(entity)
      expect(line).not.toMatch(/[\n\r]/)
      expect(lineEntity(entity.kind, line)).toEqual(entity)
      expect(entityLine(lineEntity(entity.kind, line))).toBe(line)
    }),
    cases(500),
  )
})

test('PostgreSQL prints the same line for the same row', async () => {
  const client = await store.pool.connect()
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(entities, { minLength: 1, maxLength: 20 }), async list => {
        await client.query('begin')
        for (const kind of kinds) {
          const mine = list.filter(entity => entity.kind === kind).map(entityLine)
          if (mine.length > 0) expect(await printedBy(client, kind, mine)).toEqual(mine)
        }
        await client.query('rollback')
      }),
      cases(25),
    )
  } finally {
    client.release()
  }
})

/** The lines copied into a table of the same columns, and out again as the server prints them. */
async function printedBy(client: pg.PoolClient, kind: (typeof kinds)[number], lines: readonly string[]): Promise<string[]> {
  const columns = ['sourced_id', ...columnList(kind)].join(', ')
  await client.query(`create temporary table lines on commit drop as select 0 as n, ${columns} from ${tableOf(kind).text} limit 0`)
  const into = client.query(copy.from(`copy lines (n, ${columns}) from stdin`))
  await new Promise((resolve, reject) => {
    into.on('finish', resolve).on('error', reject)
    into.end(lines.map((line, at) => `${at}\t${line}\n`).join(''))
  })
  let text = ''
  for await (const chunk of client.query(copy.to(`copy (select ${columns} from lines order by n) to stdout`))) text += String(chunk)
  await client.query('drop table lines')
  return text.split('\n').slice(0, -1)
} // prettier-ignore
