import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Decision } from '../../src/guard/guard.ts'
import { wholePlan } from '../../src/guard/guard.ts'
import { addDistrict, connect, findDistrict, type District } from '../../src/store/districts.ts'
import type { Store } from '../../src/store/open.ts'
import { applyPlan } from '../../src/sync/apply-plan.ts'
import type { Outcome } from '../../src/sync/outcome.ts'
import { sync } from '../../src/sync/sync.ts'
import { zipBytes } from '../sources/drops.ts'
import { freshStore } from '../support/database.ts'

export const lincolnFiles = fileURLToPath(new URL('../districts/lincoln-usd', import.meta.url))
/** A school day of Lincoln USD: its terms are of 2026-27. */
export const schoolDay = '2026-10-05'

export type Edit = (text: string) => string
/** Lincoln USD with a drop of its own that may be edited, day after day. */
export class Lincoln {
  readonly store: Store
  readonly folder: string
  private days = 0

  private constructor(store: Store, folder: string) {
    this.store = store
    this.folder = folder
  }

  static async open(files = lincolnFiles): Promise<Lincoln> {
    const store = await freshStore()
    const folder = await mkdtemp(join(tmpdir(), 'rollbook-lincoln-'))
    await cp(files, this.drop(folder), { recursive: true })
    const district = await addDistrict(store.pool, 'lincoln-usd', 'Lincoln USD', 'America/Chicago')
    await connect(store.pool, district, 'oneroster-csv', { path: this.drop(folder) }, 'ada')
    return new Lincoln(store, folder)
  }

  private static drop(folder: string): string {
    return join(folder, 'drop')
  }

  get path(): string {
    return Lincoln.drop(this.folder)
  }

  district(): Promise<District> {
    return findDistrict(this.store.pool, 'lincoln-usd')
  }

  async edit(file: string, change: Edit): Promise<void> {
    const path = join(this.path, `${file}.csv`)
    await writeFile(path, change(await readFile(path, 'utf8')))
  }

  /** Takes out every row that holds one of the words as a cell. */
  async drop(file: string, ...cells: string[]): Promise<void> {
    await this.edit(file, text =>
      text
        .split('\n')
        .filter(line => !line.split(',').some(cell => cells.includes(cell)))
        .join('\n'),
    )
  }

  async add(file: string, line: string): Promise<void> {
    await this.edit(file, text => `${text.trimEnd()}\n${line}\n`)
  }

  async sync(more: { today?: string; planOnly?: boolean; from?: string } = {}): Promise<Outcome> {
    this.days++
    return await sync({
      store: this.store, district: 'lincoln-usd', trigger: 'manual', who: 'ada', from: more.from ?? null,
      planOnly: more.planOnly ?? false, today: () => more.today ?? schoolDay, progress: () => {},
    }) // prettier-ignore
  }

  async approve(plan: string | null, allow: Decision['allow'] = []): Promise<Outcome> {
    const decision = { ...wholePlan, allow }
    return await applyPlan({
      store: this.store, district: 'lincoln-usd', who: 'grace', progress: () => {}, plan: plan ?? '', decision,
    }) // prettier-ignore
  }

  /** Runs the drop, and approves what is held. */
  async settle(today?: string): Promise<Outcome> {
    const outcome = await this.sync(today === undefined ? {} : { today })
    if (outcome.status !== 'held') return outcome
    return await this.approve(
      outcome.plan,
      outcome.hazards.map(({ code }) => code),
    )
  }

  async close(): Promise<void> {
    await this.store.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Lincoln’s files as a district uploads them. */
export async function zipOfLincoln(): Promise<Uint8Array> {
  const names = (await readdir(lincolnFiles)).filter(name => name.endsWith('.csv'))
  const files = await Promise.all(
    names.map(async name => [name, await readFile(join(lincolnFiles, name), 'utf8')] as const),
  )
  return zipBytes(Object.fromEntries(files))
}
