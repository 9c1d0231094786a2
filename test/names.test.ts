import ts from 'typescript'
import { expect, test } from 'vitest'
import { files, read, sources, trackedPaths, type File } from './support/tree.ts'

/** Names, sizes and leftovers: the limits that fail a build. The reasons are in CONTRIBUTING.md. */
const longest = { name: 26, file: 600, function: 120, sync: 60 }
/** Words that say nothing about the subject. `base` is one of ours: the snapshot last applied. */
const empty = /^(manager|service|helper|util|utils|handler|processor|data|info|item|common|impl)$/
const banned: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^Abstract/, 'name what it is, not where it stands in a tree of types'],
  [/^get[A-Z]/, 'get hides whether it waits: read, find or list'],
  [/[a-z]And[A-Z]/, 'two verbs are two functions'],
  [/klass/i, 'say what it is: algebra, homeroom, before, after'],
  [/tenant|externalId|^guid$|membership/i, 'OneRoster has a word for it: see docs/glossary.md'],
]

// Written in two halves, or this file would find itself.
const leftovers = new RegExp(
  [
    ...['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].map(word => `\\b${word}\\b`),
    ...['<<<' + '<<<<', '>>>' + '>>>>'].map(mark => `^${mark} `),
    '\\b(test|it|describe)\\.' + 'only\\(',
    '\\bdebug' + 'ger;?$',
    '(?<![\\w.$}*])/(home|Users|root|wo' + 'rk)/\\w',
  ].join('|'),
  'm',
)
const textual = /\.(ts|tsx|js|mjs|json|md|sql|ya?ml|sh|css|html)$|(^|\/)[^.]+$/

const trees = sources().map(file => ({ ...file, tree: parse(file) }))
const names = trees.flatMap(({ path, tree }) => exportedNames(tree).map(name => ({ path, name })))

test('exported names are short', () => {
  expect(names.filter(({ name }) => name.length > longest.name).map(spoken)).toEqual([])
})

test('exported names say what they name', () => {
  const found = names.flatMap(({ path, name }) => {
    const word = words(name).find(word => empty.test(word))
    const why =
      word === undefined ? banned.find(([pattern]) => pattern.test(name))?.[1] : `${word} says nothing`
    return why === undefined ? [] : [`${path}: ${name}: ${why}`]
  })
  expect(found).toEqual([])
})

test('a section is a class everywhere but at the edge to Clever', () => {
  const inside = trees.filter(({ path }) => !/^src\/(sources|sandbox|login)\/clever/.test(path))
  const found = inside.flatMap(({ path, tree }) => {
    const sections = identifiers(tree).filter(name => /section/i.test(name))
    return [...new Set(sections)].map(name => `${path}: ${name}`)
  })
  expect(found).toEqual([])
})

test('files are short', () => {
  const most = (path: string) => (path === 'src/sync/sync.ts' ? longest.sync : longest.file)
  const long = trees.filter(({ path, text }) => text.split('\n').length - 1 > most(path))
  expect(
    long.map(({ path, text }) => `${path} has ${text.split('\n').length - 1} lines, most ${most(path)}`),
  ).toEqual([])
})

test('functions are short', () => {
  const found = trees.flatMap(({ path, tree }) =>
    functionSizes(tree)
      .filter(({ lines }) => lines > longest.function)
      .map(({ at, lines }) => `${path}:${at} has ${lines} lines`),
  )
  expect(found).toEqual([])
})

test('nothing is of type any', () => {
  const all = ['src', 'test', 'script'].flatMap(files).filter(({ path }) => path.endsWith('.ts'))
  const found = all.flatMap(file =>
    nodes(parse(file))
      .filter(node => node.kind === ts.SyntaxKind.AnyKeyword)
      .map(() => file.path),
  )
  expect(found).toEqual([])
})

test('no file holds a marker, or a path of somebody’s machine', () => {
  const found = trackedPaths()
    .filter(path => textual.test(path) && path !== 'package-lock.json')
    .map(read)
    .flatMap(({ path, text }) =>
      (leftovers.exec(text) ?? []).slice(0, 1).map(mark => `${path}: ${mark.trim()}`),
    )
  expect(found).toEqual([])
})

function spoken({ path, name }: { path: string; name: string }): string {
  return `${path}: ${name} has ${name.length} characters, most ${longest.name}`
}

function words(name: string): string[] {
  return name.split(/(?=[A-Z])|_/).map(word => word.toLowerCase())
}

function parse({ path, text }: File): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

function nodes(tree: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** Names in use; keys of an object are left out, since they may spell what a source says. */
function identifiers(tree: ts.SourceFile): string[] {
  const used = nodes(tree).filter(ts.isIdentifier)
  return used.filter(({ parent }) => !ts.isPropertyAssignment(parent)).map(node => node.text)
}

function exportedNames(tree: ts.SourceFile): string[] {
  return tree.statements.flatMap(statement => {
    if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined)
      return ts.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(one => one.name.text)
        : []
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(one => one.kind === ts.SyntaxKind.ExportKeyword)
    if (exported !== true) return []
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(one => one.name.getText())
    return 'name' in statement && statement.name !== undefined ? [(statement.name as ts.Identifier).text] : []
  })
}

function functionSizes(tree: ts.SourceFile): { at: number; lines: number }[] {
  const line = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1
  return nodes(tree)
    .filter(ts.isFunctionLike)
    .map(node => {
      const at = line(node.getStart())
      return { at, lines: line(node.getEnd()) - at + 1 }
    })
}
