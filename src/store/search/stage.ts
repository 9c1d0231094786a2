import type pg from 'pg'
import { copyIn } from '../copy.ts'
import { rows, run, sql, type Runner } from '../sql.ts'
import type { Entry } from './source.ts'

/*
 * What goes into the lists and out of them is gathered first, a row for each word of each entry, and then every list is
 * written once: half of a district has one of a hundred names, and their lists are long.
 */

/** For this transaction; `gone` takes a number out of a list, and one that also comes again stays. */
export async function makeStage(db: Runner): Promise<void> {
  await run(
    db,
    sql`create temporary table search_stage (field text not null, word text collate "C" not null, facets smallint not null,
      number integer not null, gone boolean not null) on commit drop`,
  )
}

/** Takes out all that is found in a district. */
export async function clearIndex(db: Runner, districtId: string): Promise<void> {
  await run(db, sql`delete from search_entries where district_id = ${districtId}`)
  await run(db, sql`delete from search_lists where district_id = ${districtId}`)
  await run(db, sql`delete from search_ids where district_id = ${districtId}`)
  await run(db, sql`delete from search_words where district_id = ${districtId}`)
}

/** Takes touched entries out of the index, and their words to the stage; resolves to the numbers they had, by id. */
export async function dropEntries(db: Runner, districtId: string): Promise<ReadonlyMap<string, number>> {
  const gone = await rows<{ id: string; number: number }>(
    db,
    sql`with gone as (
        delete from search_entries e using (select distinct id from search_touched) t
        where e.district_id = ${districtId} and e.id = t.id returning e.*),
      named as (insert into search_stage select 'name', w, facets, number, true from gone, unnest(words) w),
      placed as (insert into search_stage select 'school', w, facets, number, true from gone, unnest(schools) w),
      called as (delete from search_ids i using gone g where i.district_id = ${districtId} and i.word = any(g.ids) and i.number = g.number)
      select id, number from gone`,
  )
  return new Map(gone.map(({ id, number }) => [id, number]))
}

/** Writes entries and their ids, and stages their words. Resolves to the last number given. */
export async function fillStage(
  client: pg.PoolClient,
  districtId: string,
  entries: readonly Entry[],
  last: number,
  known: ReadonlyMap<string, number>,
): Promise<number> {
  const numbered: Numbered[] = []
  for (const entry of entries) numbered.push({ ...entry, number: known.get(entry.id) ?? ++last })
  const columns = 'district_id, number, kind, id, facets, words, ids, schools'
  await copyLines(client, `copy search_entries (${columns}) from stdin`, numbered, one => [
    [districtId, one.number, one.kind, one.id, one.facets, array(one.words), array(one.ids), array(one.schools)],
  ])
  await copyLines(client, 'copy search_ids (district_id, word, number) from stdin', numbered, one =>
    one.ids.map(id => [districtId, id, one.number]),
  )
  await copyLines(client, 'copy search_stage (field, word, facets, number, gone) from stdin', numbered, one => [
    ...one.words.map(word => ['name', word, one.facets, one.number, 'f']),
    ...one.schools.map(school => ['school', school, one.facets, one.number, 'f']),
  ])
  return last
} // prettier-ignore

type Numbered = Entry & { readonly number: number }
type Cell = string | number

async function copyLines(
  client: pg.PoolClient,
  statement: string,
  entries: readonly Numbered[],
  lines: (entry: Numbered) => Cell[][],
): Promise<void> {
  await copyIn(client, statement, async send => {
    const text = entries.flatMap(lines).map(cells => cells.map(escape).join('\t') + '\n')
    await send(text.join(''))
  })
}

/** Carries the stage over into the lists, and new words to those that typing errors are looked for among. */
export async function settleStage(db: Runner, districtId: string): Promise<void> {
  // Most of what a changed record is found by stays: only what came or went is written.
  await run(
    db,
    sql`create temporary table search_moves on commit drop as
      select field, word, facets, array_agg(number order by number) filter (where not gone) as come,
        array_agg(number) filter (where gone) as gone
      from (select field, word, facets, number, bool_or(gone) as gone from search_stage
        group by field, word, facets, number having bool_and(gone) or bool_and(not gone)) s
      group by field, word, facets`,
  )
  await run(db, sql`analyze search_moves`)
  await addWords(db, districtId)
  await run(
    db,
    sql`insert into search_lists as l (district_id, field, word, facets, entries)
      select ${districtId}, field, word, facets, come from search_moves where come is not null
      on conflict (district_id, field, word, facets) do update set entries = l.entries || excluded.entries`,
  )
  // A list that becomes empty stays: it says that its word is known.
  await run(
    db,
    sql`update search_lists l set entries = array(select unnest(l.entries) except select unnest(m.gone)) from search_moves m
      where m.gone is not null and l.district_id = ${districtId} and l.field = m.field and l.word = m.word and l.facets = m.facets`,
  )
}

async function addWords(db: Runner, districtId: string): Promise<void> {
  await run(
    db,
    sql`insert into search_words as w (district_id, length, words)
      select ${districtId}, char_length(s.word), string_agg(s.word, ' ' order by s.word) from
        (select distinct word from search_moves where field = 'name' and come is not null) s
      where not exists (select from search_lists l where l.district_id = ${districtId} and l.field = 'name' and l.word = s.word)
      group by char_length(s.word)
      on conflict (district_id, length) do update set words = w.words || ' ' || excluded.words`,
  )
}

function array(words: readonly string[]): string {
  return `{${words.map(word => `"${word.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

const special: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escape(cell: Cell): string {
  return typeof cell === 'number' ? String(cell) : cell.replace(/[\\\t\n\r]/g, sign => special[sign] ?? sign)
}
