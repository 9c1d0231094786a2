import { row, run, sql, type Runner } from './sql.ts'

/** A sign-in under way. */
export type Flow = {
  readonly browserHash: Buffer
  readonly provider: string
  readonly links: string | null
  readonly back: string
  readonly begunAt: Date
  readonly usedAt: Date | null
}

export async function writeFlow(db: Runner, stateHash: Buffer, flow: Omit<Flow, 'usedAt'>): Promise<void> {
  const { browserHash, provider, links, back, begunAt } = flow
  await run(
    db,
    sql`insert into sso_flows (state_hash, browser_hash, provider, links, back, begun_at)
      values (${stateHash}, ${browserHash}, ${provider}, ${links}, ${back}, ${begunAt})`,
  )
}

export async function findFlow(db: Runner, stateHash: Buffer): Promise<Flow | null> {
  return await row<Flow>(
    db,
    sql`select browser_hash as "browserHash", provider, links, back, begun_at as "begunAt", used_at as "usedAt"
      from sso_flows where state_hash = ${stateHash}`,
  )
}

/** True for one of however many come with the same state. */
export async function spendFlow(db: Runner, stateHash: Buffer, now: Date): Promise<boolean> {
  return (await run(db, sql`update sso_flows set used_at = ${now} where state_hash = ${stateHash} and used_at is null`)) === 1 // prettier-ignore
}

/** How often a browser went away lately and did not come back with what it took along. */
export async function countLost(db: Runner, browserHash: Buffer, since: Date): Promise<number> {
  const found = await row<{ lost: number }>(
    db,
    sql`select count(*)::int as lost from sso_flows where browser_hash = ${browserHash} and used_at is null and begun_at > ${since}`,
  )
  return found?.lost ?? 0
}

/** Resolves to how many those were; whoever comes at the same time finds none. */
export async function spendLost(db: Runner, browserHash: Buffer, since: Date, now: Date): Promise<number> {
  return await run(db, sql`update sso_flows set used_at = ${now} where browser_hash = ${browserHash} and used_at is null and begun_at > ${since}`)
} // prettier-ignore

/** A code that a browser brought without a state of ours: whose it is was asked by nobody here. */
export async function writeStray(db: Runner, codeHash: Buffer, now: Date): Promise<void> {
  await run(db, sql`insert into sso_strays (code_hash, came_at) values (${codeHash}, ${now}) on conflict do nothing`) // prettier-ignore
}

export async function isStray(db: Runner, codeHash: Buffer): Promise<boolean> {
  return (await row(db, sql`select 1 from sso_strays where code_hash = ${codeHash}`)) !== null
}

export async function sweepFlows(db: Runner, before: Date): Promise<void> {
  await run(db, sql`delete from sso_flows where begun_at < ${before}`)
  await run(db, sql`delete from sso_strays where came_at < ${before}`)
}
