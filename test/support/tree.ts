import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
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

/** Every file that is committed and still there. */
export function trackedPaths(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  const gone = execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' }).split(
    '\0',
  )
  return listed.split('\0').filter(path => path !== '' && !gone.includes(path))
}

export function read(path: string): File {
  return { path, text: readFileSync(join(root, path), 'utf8') }
}

/** `diff` of `src/diff/match.ts`. */
export function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}
