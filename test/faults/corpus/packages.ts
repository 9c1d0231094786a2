import { crc32, deflateRawSync } from 'node:zlib'
import { zipBytes, type Lie } from '../../sources/drops.ts'
import { manifestOf } from '../../sources/lincoln.ts'
import { monday, tinyKinds, type TinyKind } from '../tiny.ts'
import type { Case, Expected, Reads } from './case.ts'

/* F10: the package around the files: zips that lie or are cut off, folders that lack or add something. */

const whole = zipBytes(monday)
const refuses = (...codes: readonly string[]): Expected => ({ refuses: codes })
const zipCase = (name: string, bytes: () => Uint8Array, expected: Expected): Case => ({
  name: `a zip ${name}`,
  make: () => ({ bytes: bytes() }),
  expected,
})

/** Read as it is, with these rules among the issues of the file. */
function reads(kind: TinyKind, told: Partial<Omit<Reads, 'file'>> = {}): Reads {
  const rows = (monday[`${kind}.csv`] ?? '').trimEnd().split('\n').length - 1
  return { file: `${kind}.csv`, rules: [], doubtful: [], accepted: rows, rejected: 0, ...told }
}

/** The list of the files stands at the end: whatever is cut off, it goes first. */
const cut = Array.from({ length: 100 }, (_, percent) =>
  zipCase(
    `cut off at ${percent} %`,
    () => whole.subarray(0, Math.floor((whole.length * percent) / 100)),
    refuses(percent === 0 ? 'NOT_A_DROP' : 'ARCHIVE_BROKEN'),
  ),
)

/** Text that deflate makes small; a name of one of our files, or the zip would hold nothing of interest. */
const bomb = (size: number) => Buffer.alloc(size, 'a')
const lying =
  (path: string, lie: Lie, files: Readonly<Record<string, string | Uint8Array>> = monday) =>
  () =>
    zipBytes(files, { [path]: lie })

/** Per file: a checksum, a size or packed bytes that do not fit. What came before the damage counts, nobody goes. */
const damaged = tinyKinds.flatMap(kind => {
  const path = `${kind}.csv`
  const bytes = Buffer.from(monday[path] ?? '')
  const packed = deflateRawSync(bytes)
  const broken: Reads = reads(kind, { rules: ['invalid_archive'], doubtful: [kind] })
  const some: Reads = { ...broken, accepted: null }
  return [
    zipCase(`whose ${path} has another checksum`, lying(path, { crc: (crc32(bytes) ^ 1) >>> 0 }), broken),
    zipCase(`whose ${path} is longer than it says`, lying(path, { size: bytes.length - 40 }), some),
    zipCase(`whose ${path} is shorter than it says`, lying(path, { size: bytes.length + 40 }), broken),
    zipCase(
      `whose ${path} is cut off inside`,
      lying(path, { packed: packed.subarray(0, packed.length >> 1), size: bytes.length, crc: crc32(bytes) }),
      some,
    ),
    zipCase(
      `whose ${path} is noise inside`,
      lying(path, { packed: packed.map(byte => byte ^ 0xa5), size: bytes.length, crc: crc32(bytes) }),
      some,
    ),
    zipCase(
      `whose ${path} is packed by a method we do not know`,
      lying(path, { method: 12 }),
      refuses('ARCHIVE_BROKEN'),
    ),
    zipCase(`whose ${path} is encrypted`, lying(path, { flags: 0x801 }), refuses('ARCHIVE_ENCRYPTED')),
    zipCase(
      `whose ${path} is a link`,
      lying(path, { attributes: (0o120777 << 16) >>> 0 }),
      refuses('ENTRY_SYMLINK'),
    ),
  ]
})

const names: Readonly<Record<string, string>> = {
  '../users.csv': 'ENTRY_TRAVERSAL',
  '../../etc/passwd': 'ENTRY_TRAVERSAL',
  'a/../../users.csv': 'ENTRY_TRAVERSAL',
  '/users.csv': 'ENTRY_TRAVERSAL',
  '/etc/passwd': 'ENTRY_TRAVERSAL',
  'C:/users.csv': 'ENTRY_TRAVERSAL',
  'c:users.csv': 'ENTRY_TRAVERSAL',
  '..\\users.csv': 'ENTRY_TRAVERSAL',
  'folder\\users.csv': 'ENTRY_TRAVERSAL',
  'users.csv\0.txt': 'ENTRY_TRAVERSAL',
  '': 'ENTRY_TRAVERSAL',
  'inner.zip': 'ARCHIVE_NESTED',
  'inner.7z': 'ARCHIVE_NESTED',
  'inner.tar.gz': 'ARCHIVE_NESTED',
  'deep/inner.ZIP': 'ARCHIVE_NESTED',
}
const named = Object.entries(names).map(([name, code]) =>
  zipCase(
    `with an entry named ${JSON.stringify(name)}`,
    () => zipBytes({ ...monday, 'extra.bin': 'x' }, { 'extra.bin': { name } }),
    refuses(code),
  ),
)

/** Sizes of 32 bits that say "look in the extra field", where there is none. */
const sixtyFour = 0xffffffff
const others: readonly Case[] = [
  zipCase('that is whole', () => whole, reads('users')),
  zipCase('of nothing', () => zipBytes({}), refuses('NO_ROSTER_FILES')),
  zipCase('of one text file', () => zipBytes({ 'readme.txt': 'hello' }), refuses('NO_ROSTER_FILES')),
  zipCase(
    'of a manifest alone',
    () => zipBytes({ 'manifest.csv': monday['manifest.csv'] ?? '' }),
    refuses('NO_ROSTER_FILES'),
  ),
  zipCase(
    'of gradebook files alone',
    () => zipBytes({ 'results.csv': 'sourcedId\n' }),
    refuses('NO_ROSTER_FILES'),
  ),
  zipCase('with 50 entries', () => zipBytes({ ...monday, ...notes(42) }), reads('users')),
  zipCase('with 51 entries', () => zipBytes({ ...monday, ...notes(43) }), refuses('ARCHIVE_TOO_LARGE')),
  zipCase('with 3,000 entries', () => zipBytes({ ...monday, ...notes(2992) }), refuses('ARCHIVE_TOO_LARGE')),
  zipCase(
    'of one flat bomb',
    () => zipBytes({ ...monday, 'users.csv': bomb(20_000_000) }),
    refuses('ARCHIVE_TOO_LARGE'),
  ),
  zipCase(
    'that says 4 GB of its users',
    lying('users.csv', { size: 0xfffffffe }),
    refuses('ARCHIVE_TOO_LARGE'),
  ),
  zipCase(
    'that says its users are 1 kB and has 20 MB',
    lying('users.csv', { size: 1000, packed: deflateRawSync(bomb(20_000_000)) }),
    {
      ...reads('users', { rules: ['invalid_archive'], doubtful: ['users'], accepted: null }),
    },
  ),
  zipCase(
    'with a size of zip64 and no field for it',
    lying('users.csv', { size: sixtyFour }),
    refuses('ARCHIVE_BROKEN', 'ARCHIVE_TOO_LARGE'),
  ),
  zipCase(
    'with a packed size of zip64 and no field for it',
    lying('users.csv', { packedSize: sixtyFour }),
    refuses('ARCHIVE_BROKEN', 'ENTRY_OVERLAP'),
  ),
  zipCase(
    'with a packed size beyond its end',
    lying('users.csv', { packedSize: 2 ** 30 }),
    refuses('ARCHIVE_BROKEN', 'ENTRY_OVERLAP'),
  ),
  zipCase(
    'with a name twice',
    () => zipBytes({ ...monday, 'again.csv': 'x' }, { 'again.csv': { name: 'users.csv' } }),
    refuses('ENTRY_DUPLICATE'),
  ),
  zipCase(
    'with two names over the same bytes',
    () => zipBytes({ ...monday, 'again.csv': 'x' }, { 'again.csv': { over: 3 } }),
    refuses('ENTRY_OVERLAP', 'ARCHIVE_BROKEN'),
  ),
  zipCase(
    'with a bomb over the same bytes',
    () => overlapping(30),
    refuses('ENTRY_OVERLAP', 'ARCHIVE_BROKEN'),
  ),
  zipCase('in a zip', () => zipBytes({ 'drop.zip': whole }), refuses('ARCHIVE_NESTED')),
  zipCase(
    'in a zip in a zip',
    () => zipBytes({ 'a.zip': zipBytes({ 'b.zip': whole }) }),
    refuses('ARCHIVE_NESTED'),
  ),
  zipCase('in which the list starts elsewhere', () => patched(16, 0x7fffffff), refuses('ARCHIVE_BROKEN')),
  zipCase('that counts more entries than it has', () => patched(10, 40, 8), refuses('ARCHIVE_BROKEN')),
  zipCase('with a comment that does not end', () => patched(20, 500, null, 2), refuses('ARCHIVE_BROKEN')),
  zipCase(
    'with bytes before it',
    () => Buffer.concat([Buffer.alloc(64, 1), whole]),
    refuses('NOT_A_DROP', 'ARCHIVE_BROKEN'),
  ),
  zipCase(
    'of zeros behind its first letters',
    () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(5000)]),
    refuses('ARCHIVE_BROKEN'),
  ),
  zipCase('whose files lie in a folder', () => zipBytes(inFolder('export/')), reads('users')),
  zipCase('whose files lie two folders deep', () => zipBytes(inFolder('a/b/')), reads('users')),
  zipCase(
    'with what a Mac leaves behind',
    () => zipBytes({ ...monday, '__MACOSX/._users.csv': 'x', '.DS_Store': 'x' }),
    reads('users'),
  ),
  zipCase('that lists folders', () => zipBytes({ 'export/': '', ...inFolder('export/') }), reads('users')),
]

function notes(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`note${at}.txt`, 'x']))
}
function inFolder(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(monday).map(([name, text]) => [folder + name, text]))
}
function overlapping(count: number): Uint8Array {
  const files = { 'users.csv': bomb(1_000_000), ...notes(count) }
  return zipBytes(
    files,
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`note${at}.txt`, { over: 0 }])),
  )
}

/** The record at the end of the list with one field changed. */
function patched(
  at: number,
  value: number,
  also: number | null = null,
  width = at === 16 ? 4 : 2,
): Uint8Array {
  const bytes = Buffer.from(whole)
  const end = bytes.length - 22
  bytes.writeUIntLE(value, end + at, width)
  if (also !== null) bytes.writeUIntLE(value, end + also, width)
  return bytes
}

const folderCase = (
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  expected: Expected,
): Case => ({
  name: `a folder ${name}`,
  make: () => ({ files }),
  expected,
})
const lessOf = (kind: string) =>
  Object.fromEntries(Object.entries(monday).filter(([name]) => name !== `${kind}.csv`))
const saying = (changed: Readonly<Record<string, string>>) =>
  manifestOf('1.2', { ...Object.fromEntries(tinyKinds.map(kind => [kind, 'bulk'])), ...changed })

/** Per kind: what the manifest says is not what is there. */
const folders = tinyKinds.flatMap(kind => [
  folderCase(
    `without ${kind}.csv, which its manifest promises`,
    lessOf(kind),
    reads(kind, { rules: ['file_missing'], doubtful: [kind], accepted: null }),
  ),
  folderCase(
    `with ${kind}.csv, which its manifest calls absent`,
    { ...monday, 'manifest.csv': saying({ [kind]: 'absent' }) },
    reads(kind, { rules: ['file_unexpected'], doubtful: [kind], accepted: null }),
  ),
  folderCase(
    `whose manifest calls ${kind} full`,
    { ...monday, 'manifest.csv': saying({ [kind]: 'full' }) },
    reads(kind, { rules: [], doubtful: [kind], accepted: null }),
  ),
  folderCase(
    `whose manifest calls ${kind} BULK`,
    { ...monday, 'manifest.csv': saying({ [kind]: 'BULK' }) },
    reads(kind),
  ),
  folderCase(
    `whose manifest leaves ${kind} out`,
    { ...monday, 'manifest.csv': saying({}).replace(`file.${kind},bulk\n`, '') },
    reads(kind, { rules: ['missing_property'], doubtful: [kind] }),
  ),
  folderCase(
    `whose manifest leaves the mode of ${kind} blank`,
    { ...monday, 'manifest.csv': saying({ [kind]: '' }) },
    reads(kind, { rules: ['missing_property'], doubtful: [kind] }),
  ),
  folderCase(
    `with ${kind}.csv in capitals`,
    { ...lessOf(kind), [`${kind.toUpperCase()}.CSV`]: monday[`${kind}.csv`] ?? '' },
    reads(kind, { rules: ['unknown_file'] }),
  ),
  folderCase(
    `with ${kind}.csv beside another spelling of it`,
    { ...monday, [`${kind.toUpperCase()}.csv`]: 'sourcedId\nx\n' },
    reads(kind, { rules: ['duplicate_file'] }),
  ),
])

/** A manifest that cannot be believed proves nothing complete; one that is not there makes every file so. */
const all = [...tinyKinds]
const manifestCase = (name: string, bytes: string | Uint8Array, told: Partial<Reads>): Case =>
  folderCase(`whose manifest ${name}`, { ...monday, 'manifest.csv': bytes }, { ...reads('users', told) })
const said = saying({})
const manifests = [
  folderCase('without a manifest', lessOf('manifest'), reads('users')),
  manifestCase('is empty', '', { doubtful: all, rules: ['missing_property'] }),
  manifestCase('has only its header', 'propertyName,value\n', { doubtful: all, rules: ['missing_property'] }),
  manifestCase('is a web page', '<html><body>404</body></html>\n', {
    doubtful: all,
    rules: ['missing_property'],
  }),
  manifestCase('is all NUL bytes', Buffer.alloc(300), { doubtful: all, rules: ['missing_property'] }),
  manifestCase('has no header line', said.replace('propertyName,value\n', ''), {}),
  manifestCase('is UTF-16', Buffer.from(`\ufeff${said}`, 'utf16le'), {}),
  manifestCase('has semicolons', said.replaceAll(',', ';'), {}),
  manifestCase('has line ends of DOS', said.replaceAll('\n', '\r\n'), {}),
  manifestCase('begins with a byte order mark', `\ufeff${said}`, {}),
  manifestCase('says a file twice', `${said}file.users,bulk\n`, {}),
  manifestCase('says of a file twice different things, absent last', `${said}file.users,absent\n`, {
    rules: ['file_unexpected'],
    doubtful: ['users'],
    accepted: null,
  }),
  manifestCase(
    'has a version nobody knows',
    said.replace('oneroster.version,1.2', 'oneroster.version,7'),
    {},
  ),
  manifestCase('has no version', said.replace('oneroster.version,1.2\n', ''), {}),
  manifestCase(
    'has a version as spreadsheets write it',
    said.replace('manifest.version,1.0', 'manifest.version,1'),
    {},
  ),
  manifestCase('has 5,000 unknown properties behind it', said + 'x,y\n'.repeat(5000), {}),
  manifestCase('has a property __proto__', `${said}__proto__,polluted\n`, {}),
  manifestCase('has a row of 2 MB', `${said}source.note,${'x'.repeat(2_000_000)}\n`, {}),
  manifestCase('calls users delta', saying({ users: 'delta' }), {
    rules: ['field_required_in_delta'],
    doubtful: ['users'],
  }),
]

const strangers: readonly (readonly [string, Uint8Array, readonly string[]])[] = [
  ['an empty file', Buffer.alloc(0), ['NOT_A_DROP']],
  ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), ['NOT_A_DROP']],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), ['NOT_A_DROP']],
  ['a gzip', Buffer.from('1f8b0800000000000003', 'hex'), ['NOT_A_DROP']],
  ['a 7z', Buffer.from('377abcaf271c0004', 'hex'), ['NOT_A_DROP']],
  ['a rar', Buffer.from('526172211a0700', 'hex'), ['NOT_A_DROP']],
  ['one CSV file', Buffer.from(monday['users.csv'] ?? ''), ['NOT_A_DROP']],
  ['a web page', Buffer.from('<!DOCTYPE html><html></html>'), ['NOT_A_DROP']],
  ['two letters', Buffer.from('PK'), ['NOT_A_DROP']],
  ['NUL bytes', Buffer.alloc(100_000), ['NOT_A_DROP']],
  [
    'a workbook',
    zipBytes({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' }),
    ['NOT_A_DROP'],
  ],
  [
    'a document',
    zipBytes({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<document/>' }),
    ['NOT_A_DROP'],
  ],
]

export const packageCases: readonly Case[] = [
  ...cut,
  ...damaged,
  ...named,
  ...others,
  ...folders,
  ...manifests,
  ...strangers.map(([name, bytes, codes]): Case => ({
    name,
    make: () => ({ bytes }),
    expected: refuses(...codes),
  })),
  folderCase('of nothing', {}, refuses('NO_ROSTER_FILES')),
  folderCase('of pictures', { 'a.png': 'x', 'b.jpg': 'y' }, refuses('NO_ROSTER_FILES')),
  folderCase('whose files lie in a folder below', inFolder('export/'), refuses('NO_ROSTER_FILES')),
]
