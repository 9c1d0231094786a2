import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { entityObject, type Entity, type Value } from '../roster/entity.ts'
import { isKind, type Kind } from '../roster/kinds.ts'
import { enabledFields, type Rules } from '../roster/rules.ts'
import { manifest } from '../roster/fields.ts'
import { escaped, lineEntity } from '../snapshot/line.ts'
import { FolderDrawer } from '../store/drawer.ts'
import { secretKey } from '../store/key.ts'
import { snapshotFolder } from '../store/layout.ts'

/** A row that became no entity, as the snapshot lists it. */
export type Apart = {
  readonly kind: Kind
  readonly file: string
  readonly row: number
  readonly sourcedId: string | null
  /** What the row refers to, in the order of the manifest's `ref` fields. */
  readonly refs: readonly string[]
}
export type Line = { readonly row: number; readonly entity: Entity }

/**
 * What is left of the snapshots: each run's files, for as long as they are kept. Without a data folder none are looked
 * into: the answer is the database's alone, and takes milliseconds where a file may take seconds.
 */
export class Artifacts {
  private readonly data: string | null
  private readonly districtId: string

  constructor(data: string | null, districtId: string) {
    this.data = data
    this.districtId = districtId
  }

  get open(): boolean {
    return this.data !== null
  }

  kept(run: number): boolean {
    return this.data !== null && existsSync(snapshotFolder(this.data, this.districtId, run))
  }

  /** Entities that were new to the roster in a run. */
  async *entities(run: number, kind: Kind): AsyncIterable<Line> {
    for await (const text of this.lines(run, kind)) yield lineOf(kind, text)
  }

  /** The row of one entity: the last one, where its file repeats it. */
  async find(run: number, kind: Kind, sourcedId: string): Promise<Line | null> {
    const cell = `\t${escaped(sourcedId)}\t`
    let found: Line | null = null
    for await (const text of this.lines(run, kind)) {
      const tab = text.indexOf('\t')
      if (text.startsWith(cell, tab)) found = lineOf(kind, text)
    }
    return found
  }

  /** Rows set apart that name the id, as their own or another's. */
  async *apart(run: number, label: 'rejected' | 'out', id: string): AsyncIterable<Apart> {
    const cell = JSON.stringify(id)
    for await (const text of this.lines(run, label)) {
      if (!text.includes(cell)) continue
      const [kind, file, row, sourcedId, ...refs] = JSON.parse(text) as [
        string,
        string,
        number,
        string | null,
        ...string[],
      ] // written by the reader of the snapshot alone
      if (isKind(kind)) yield { kind, file: basename(file), row, sourcedId, refs }
    }
  }

  private async *lines(run: number, label: string): AsyncIterable<string> {
    if (this.data === null || !this.kept(run)) return
    const folder = snapshotFolder(this.data, this.districtId, run)
    yield* new FolderDrawer(folder, await secretKey(this.data)).lines(label)
  }
}

function lineOf(kind: Kind, text: string): Line {
  const tab = text.indexOf('\t')
  return { row: Number(text.slice(0, tab)), entity: lineEntity(kind, text.slice(tab + 1)) }
}

/** A record as its source gave it, as far as the rules let us hold it. */
export function recordOf(entity: Entity, rules: Rules): Record<string, Value> {
  const enabled = enabledFields(entity.kind, rules)
  const off = new Set(manifest[entity.kind].flatMap(({ name }, at) => (enabled[at] === true ? [] : [name])))
  return Object.fromEntries(Object.entries(entityObject(entity)).filter(([name]) => !off.has(name)))
}

/** Place of a reference among the `refs` of a row that was set apart. */
export function refIndex(kind: Kind, field: string): number {
  return manifest[kind].filter(({ type }) => type === 'ref').findIndex(({ name }) => name === field)
}
