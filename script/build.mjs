import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

// One bundle, split where a verb is loaded lazily. Packages stay in node_modules, so that what runs is
// what the lockfile names. Every output lies at dist/cli/, as deep below the root as src/<folder>/: a path
// such as `../../db` relative to import.meta.url means the same in the source and in the build.
const started = performance.now()
await rm('dist', { recursive: true, force: true })
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
