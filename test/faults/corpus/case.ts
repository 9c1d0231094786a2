import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TinyKind } from '../tiny.ts'

/** Files of a folder, or the bytes of one file. */
export type Drop =
  { readonly files: Readonly<Record<string, string | Uint8Array>> } | { readonly bytes: Uint8Array }

/** What must come of a drop when it is read by itself. */
export type Reads = {
  /** File that is spoilt; the rules are of its issues. */
  readonly file: string
  /** Rules its issues have, no more and no fewer. */
  readonly rules: readonly string[]
  /** Kinds from whose silence nobody may be removed; every other kind is complete. */
  readonly doubtful: readonly TinyKind[]
  /** Rows of the spoilt kind that become records, and that are rejected; null where the file is not read. */
  readonly accepted: number | null
  readonly rejected: number
}
export type Expected = { readonly refuses: readonly string[] } | Reads

export type Case = {
  readonly name: string
  make(): Drop
  readonly expected: Expected
}

/** Puts the drop at a path. */
export async function layDrop(drop: Drop, path: string): Promise<string> {
  if ('bytes' in drop) {
    await writeFile(path, drop.bytes)
    return path
  }
  await mkdir(path)
  for (const [name, bytes] of Object.entries(drop.files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), bytes)
  }
  return path
}
