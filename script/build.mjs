import { existsSync } from 'node:fs'
import { readFile, readdir, rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

// One bundle, split where a verb is loaded lazily. Packages stay in node_modules, so that what runs is
// what the lockfile names. Every output lies at dist/cli/, as deep below the root as src/<folder>/: a path
// such as `../../db` relative to import.meta.url means the same in the source and in the build.
const started = performance.now()
await rm('dist/cli', { recursive: true, force: true })
const result = await build({
  entryPoints: ['src/cli/start.ts'],
  outdir: 'dist/cli',
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
})
const outputs = Object.entries(result.metafile.outputs).filter(([name]) => name.endsWith('.js'))
const bytes = outputs.reduce((sum, [, output]) => sum + output.bytes, 0)
const took = Math.round(performance.now() - started)
process.stderr.write(`Built ${outputs.length} files, ${Math.round(bytes / 1024)} kB, in ${took} ms\n`)

// The console beside it, with the tools of its own package. A package that was installed without them brings it built.
const vite = await import('vite').catch(() => null)
if (vite === null)
  process.stderr.write(`Left the console ${existsSync('dist/web') ? 'as it is' : 'out'}: there is no vite\n`)
else await buildConsole(vite)

async function buildConsole({ build }) {
  const began = performance.now()
  await build({ root: 'web', configFile: 'web/vite.config.ts', logLevel: 'warn' })
  const files = (await readdir('dist/web/assets')).filter(name => name.endsWith('.js'))
  const packed = await Promise.all(
    files.map(async name => gzipSync(await readFile(`dist/web/assets/${name}`)).length),
  )
  const kilobytes = Math.round(packed.reduce((sum, size) => sum + size, 0) / 1024)
  process.stderr.write(
    `Built the console, ${files.length} scripts of ${kilobytes} kB gzipped, in ${Math.round(performance.now() - began)} ms\n`,
  )
}
