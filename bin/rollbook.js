#!/usr/bin/env node
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// The build starts in a third of the time, but in a checkout it may be older than the source it was made from.
const built = new URL('../dist/cli/start.js', import.meta.url)
const source = new URL('../src/cli/start.ts', import.meta.url)

const program = existsSync(built) && !isStale() ? await import(built.href) : await fromSource()
await program.start()

function isStale() {
  const sources = fileURLToPath(new URL('../src', import.meta.url))
  if (!existsSync(sources)) return false
  const made = statSync(built).mtimeMs
  const files = readdirSync(sources, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
  return files.some(file => statSync(`${file.parentPath}/${file.name}`).mtimeMs > made)
}

async function fromSource() {
  const tsx = await import('tsx/esm/api').catch(() => null)
  if (tsx === null || !existsSync(source)) return oldBuild()
  tsx.register()
  return import(source.href)
}

function oldBuild() {
  if (existsSync(built)) return import(built.href)
  process.stderr.write('Cannot start rollbook: it is not built. Run npm run build\n')
  process.exit(1)
}
