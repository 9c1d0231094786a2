import { row, run, sql, type Runner } from './sql.ts'

export type TicketPurpose = 'invite' | 'reset' | 'factor'

export async function writeTicket(
  db: Runner,
  ticket: { hash: Buffer; purpose: TicketPurpose; consoleUserId: string; now: Date; until: Date },
): Promise<void> {
  const { hash, purpose, consoleUserId, now, until } = ticket
  await run(
    db,
    sql`insert into console_tickets (ticket_hash, purpose, console_user_id, created_at, expires_at)
      values (${hash}, ${purpose}, ${consoleUserId}, ${now}, ${until})`,
  )
}

/** Whose ticket it is while it can be used, or null. */
export async function peekTicket(
  db: Runner,
  hash: Buffer,
  purpose: TicketPurpose,
  now: Date,
): Promise<string | null> {
  const found = await row<{ id: string }>(
    db,
    sql`select console_user_id as id from console_tickets
      where ticket_hash = ${hash} and purpose = ${purpose} and used_at is null and expires_at > ${now}`,
  )
  return found?.id ?? null
}

/** Uses a ticket up. The one statement decides: of two at once, the second finds it used. */
export async function spendTicket(
  db: Runner,
  hash: Buffer,
  purpose: TicketPurpose,
  now: Date,
): Promise<string | null> {
  const found = await row<{ id: string }>(
    db,
    sql`update console_tickets set used_at = ${now}
      where ticket_hash = ${hash} and purpose = ${purpose} and used_at is null and expires_at > ${now}
      returning console_user_id as id`,
  )
  return found?.id ?? null
}

/** Counts a try of a ticket before it is judged; null when there were enough, or it is spent. */
export async function tryTicket(
  db: Runner,
  hash: Buffer,
  purpose: TicketPurpose,
  most: number,
  now: Date,
): Promise<string | null> {
  const found = await row<{ id: string }>(
    db,
    sql`update console_tickets set attempts = attempts + 1
      where ticket_hash = ${hash} and purpose = ${purpose} and used_at is null and expires_at > ${now}
        and attempts < ${most}
      returning console_user_id as id`,
  )
  return found?.id ?? null
}

/** Open tickets of one purpose are worth nothing any more. */
export async function voidTickets(
  db: Runner,
  consoleUserId: string,
  purposes: readonly TicketPurpose[],
  now: Date,
): Promise<void> {
  await run(
    db,
    sql`update console_tickets set used_at = ${now}
      where console_user_id = ${consoleUserId} and purpose = any(${purposes}) and used_at is null`,
  )
}

/** Tickets nobody can use are of no use to keep. */
export async function sweepTickets(db: Runner, before: Date): Promise<number> {
  return await run(db, sql`delete from console_tickets where expires_at < ${before}`)
}
