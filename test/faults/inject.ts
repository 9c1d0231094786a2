import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'

/*
 * Every statement a process sends and every write it makes to a file is a point where it may die. The product has
 * no hooks for that and needs none: the driver and the file system are wrapped from outside.
 */
export type How = 'before' | 'amid' | 'after'
export type Point = { readonly name: string; readonly hows: readonly How[] }

/** What happens at which point; nothing, where only the points are asked for. */
export type Blow = { readonly at: number; readonly how: How; strike(client: pg.Client | null): void }

/** Counts points from now on, and strikes at one. `restore` takes the wraps off again. */
export function watchPoints(): { points: Point[]; arm(blow: Blow | null): void; restore(): void } {
  const points: Point[] = []
  let blow: Blow | null = null
  const scene: Scene = {
    open: (name, hows) => points.push({ name, hows }) - 1,
    is: (at, how) => blow !== null && blow.at === at && blow.how === how,
    strike: client => blow?.strike(client),
  }
  const undo = [watchQueries(scene), watchFiles(scene)]
  const arm = (next: Blow | null) => {
    points.length = 0
    blow = next
  }
  return { points, arm, restore: () => undo.forEach(one => one()) }
}

type Scene = {
  open(name: string, hows: readonly How[]): number
  is(at: number, how: How): boolean
  strike(client: pg.Client | null): void
}
type Query = (this: pg.Client, ...words: unknown[]) => unknown

function watchQueries(scene: Scene): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query } // its overloads do not matter to a wrap
  const { query } = prototype
  prototype.query = function (...words) {
    const [text] = words
    const at = scene.open(
      `sql ${nameOf(text)}`,
      typeof text === 'string' ? ['before', 'amid', 'after'] : ['before', 'amid'],
    )
    const hit = (how: How) => scene.is(at, how) && scene.strike(this)
    hit('before')
    const last = words.at(-1)
    if (typeof last === 'function') {
      words[words.length - 1] = (...told: unknown[]) => {
        hit('after')
        ;(last as (...told: unknown[]) => void)(...told) // the callback it was given
      }
    }
    const answer = query.apply(this, words)
    hit('amid')
    if (!(answer instanceof Promise)) return answer
    return answer.then((value: unknown) => {
      hit('after')
      return value
    })
  }
  return () => (prototype.query = query)
}

function nameOf(text: unknown): string {
  if (typeof text !== 'string') return 'copy'
  return text.trim().replaceAll(/\s+/g, ' ').slice(0, 48)
}

type Work = (this: unknown, ...words: unknown[]) => Promise<unknown>
type Works = Record<string, Work>

function watchFiles(scene: Scene): () => void {
  const promises = fs.promises as unknown as Works // wrapped by name
  const kept = { ...promises }
  for (const name of ['rename', 'rm', 'mkdir', 'writeFile']) wrap(promises, name, scene)
  let handle: Works | null = null
  let inside: Works = {}
  promises.open = async function (...words) {
    const file = (await kept.open?.apply(this, words)) as object
    if (handle !== null) return file
    handle = Object.getPrototypeOf(file) as Works
    inside = { write: handle.write, writeFile: handle.writeFile, truncate: handle.truncate } as Works
    for (const name of Object.keys(inside)) wrap(handle, name, scene)
    return file
  }
  syncBuiltinESMExports()
  return () => {
    Object.assign(promises, kept)
    if (handle !== null) Object.assign(handle, inside)
    syncBuiltinESMExports()
  }
}

/** A write that is hit amid has half of its bytes on the disk. */
function wrap(owner: Works, name: string, scene: Scene): void {
  const work = owner[name]
  if (work === undefined) return
  owner[name] = async function (...words) {
    const [bytes] = words
    const torn = name.startsWith('write') && bytes instanceof Uint8Array && bytes.length > 1
    const at = scene.open(`file ${name}`, torn ? ['before', 'amid', 'after'] : ['before', 'after'])
    if (scene.is(at, 'before')) scene.strike(null)
    if (torn && scene.is(at, 'amid')) {
      await work.call(this, bytes.subarray(0, bytes.length >> 1))
      scene.strike(null)
    }
    try {
      return await work.apply(this, words)
    } finally {
      if (scene.is(at, 'after')) scene.strike(null)
    }
  }
}
