import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addDistrict, connect } from '../src/store/districts.ts'
import { openStore } from '../src/store/open.ts'
import type { BenchServer } from './servers.ts'

/** A database and its data folder, which belong together. */
export type State = { readonly database: string; readonly url: string; readonly data: string }

export const districtKey = 'lincoln-usd'

/** States of one server: each measured step gets one of its own, and leaves the prepared ones as they were. */
export class States {
  private readonly server: BenchServer
  private readonly folder: string
  private made = 0

  constructor(server: BenchServer, folder: string) {
    this.server = server
    this.folder = folder
  }

  /** A migrated, empty roster with one district that is connected. */
  async empty(): Promise<State> {
    const state = this.place('empty')
    await this.server.clone('template0', state.database)
    await mkdir(state.data, { recursive: true })
    const store = await openStore({ data: state.data, url: state.url })
    const district = await addDistrict(store.pool, districtKey, 'Lincoln USD', 'America/Chicago')
    await connect(store.pool, district, 'oneroster-csv', {}, 'bench')
    await store.close()
    return state
  }

  async copy(of: State, name: string): Promise<State> {
    const state = this.place(name)
    await this.server.clone(of.database, state.database)
    await cp(of.data, state.data, { recursive: true })
    return state
  }

  async discard(state: State): Promise<void> {
    await this.server.drop(state.database)
    await rm(state.data, { recursive: true, force: true })
  }

  private place(name: string): State {
    const database = `${name}_${++this.made}`
    return { database, url: this.server.url(database), data: join(this.folder, database) }
  }
}
