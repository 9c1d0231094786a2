import type pg from 'pg'
import { isBeaten } from '../diff/diff.ts'
import { entityKey } from '../roster/entity.ts'
import type { Kind } from '../roster/kinds.ts'
import { lineEntity } from '../snapshot/line.ts'
import type { Drawer } from '../snapshot/scratch.ts'
import { copyIn, type Send } from '../store/copy.ts'
import { columnList, tableOf, type Owner } from '../store/roster.ts'
import { run, sql, type Runner } from '../store/sql.ts'
import { uuidv7 } from '../store/uuid.ts'

const PIECE = 1 << 18

/**
 * Copies a kind that the roster had no row of straight from the snapshot's lines: they are lines of COPY
 * already, and only ours go around them.
 */
export async function loadKind(
  client: pg.ClientBase,
  owner: Owner,
  number: number,
  kind: Kind,
  drawer: Drawer,
  winners: ReadonlyMap<string, number>,
): Promise<number> {
  const columns = columnList(kind).join(', ')
  return await copyIn(
    client,
    `copy ${tableOf(kind).text} (district_id, created_run, updated_run, connection_id, id, sourced_id, ${columns}) from stdin`,
    send => sendLines(send, { owner, number, kind, drawer, winners }),
  )
}

type Loading = {
  readonly owner: Owner
  readonly number: number
  readonly kind: Kind
  readonly drawer: Drawer
  readonly winners: ReadonlyMap<string, number>
}

async function sendLines(send: Send, { owner, number, kind, drawer, winners }: Loading): Promise<number> {
  const prefix = `${owner.districtId}\t${number}\t${number}\t${owner.connectionId}\t`
  let text = ''
  let count = 0
  const met = new Set<string>()
  for await (const line of drawer.lines(kind)) {
    const tab = line.indexOf('\t')
    if (winners.size > 0 && isBeaten(keyOf(kind, line, tab), Number(line.slice(0, tab)), winners, met))
      continue
    text += prefix + uuidv7() + line.slice(tab) + '\n'
    count++
    if (text.length < PIECE) continue
    await send(text)
    text = ''
  }
  await send(text)
  return count
}

function keyOf(kind: Kind, line: string, tab: number): string {
  return entityKey(lineEntity(kind, line.slice(tab + 1)))
}

/** Notes what was loaded; a create replaces nothing, so its row alone says all. */
export async function logLoad(
  db: Runner,
  { districtId, connectionId }: Owner,
  number: number,
  kind: Kind,
  from: number,
): Promise<number> {
  return (
    from +
    (await run(
      db,
      sql`insert into changes (district_id, seq, run, kind, op, id, sourced_id, reason)
        select district_id, ${from}::bigint + row_number() over (), ${number}::int, ${kind}, 'create', id, sourced_id, 'new'
        from ${tableOf(kind)} where district_id = ${districtId} and connection_id = ${connectionId} and created_run = ${number}`,
    ))
  )
}
