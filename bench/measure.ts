import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Measured, Step } from './steps.ts'

const exec = promisify(execFile)
const source = fileURLToPath(new URL('child.ts', import.meta.url))
// As deep below the root as src/<folder>/, and beside node_modules: see script/build.mjs.
const built = fileURLToPath(new URL('data/child.mjs', import.meta.url))

/** Builds the measured process as a release is built, so that no loader takes time or memory in it. */
export async function buildChild(): Promise<void> {
  await build({
    entryPoints: [source], outfile: built, bundle: true, format: 'esm', platform: 'node', target: 'node20.19',
    packages: 'external', logLevel: 'warning',
  }) // prettier-ignore
}

/** Measures a step in a process of its own, so that neither memory nor warm code passes from one to the next. */
export async function measureApart(step: Step): Promise<Measured> {
  const { stdout } = await exec(process.execPath, [built, JSON.stringify(step)], {
    maxBuffer: 1 << 26,
  })
  return JSON.parse(stdout) as Measured // written by child.ts
}

/** Medians of several: figure by figure, the peak being the highest. */
export function medianOf(measured: readonly Measured[]): Measured {
  const phases = Object.keys(measured[0]?.phases ?? {})
  return {
    millis: median(measured.map(({ millis }) => millis)),
    peak: Math.max(...measured.map(({ peak }) => peak)),
    run: measured[0]?.run ?? 0,
    phases: Object.fromEntries(
      phases.map(name => [name, median(measured.map(one => one.phases[name] ?? 0))]),
    ),
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2
}
