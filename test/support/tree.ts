import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export type File = { readonly path: string; readonly text: string }

/** TypeScript of the product, tests left out; paths as in `src/diff/match.ts`. */
export function sources(): File[] {
  return files('src').filter(file => file.path.endsWith('.ts') && !file.path.endsWith('.test.ts'))
}

export function files(folder: string): File[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return paths
    .map(path => read(relative(root, path).split(sep).join('/')))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Every file that is committed and still there; of a copy without history, every file that is not made. */
export function trackedPaths(): string[] {
  const made = /^(node_modules|dist|coverage|\.git|\.rollbook[^/]*)(\/|$)/
  const entries = () => readdirSync(root, { recursive: true, withFileTypes: true })
  const walked = () =>
    entries()
      .filter(entry => entry.isFile())
      .map(entry => relative(root, join(entry.parentPath, entry.name)))
  const paths = gitPaths() ?? walked().map(path => path.split(sep).join('/'))
  return paths.filter(path => !made.test(path) && existsSync(join(root, path)))
}

/** Null where there is no git, or no history. CI may run as another user than the one that cloned. */
function gitPaths(): string[] | null {
  const { status, stdout } = spawnSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z'], {
    cwd: root,
    encoding: 'utf8',
  })
  return status === 0 ? stdout.split('\0').filter(path => path !== '') : null
}

export function read(path: string): File {
  return { path, text: readFileSync(join(root, path), 'utf8') }
}

/** `diff` of `src/diff/match.ts`. */
export function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}
