import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { getFileNameLowLevel, openPromise, type Entry as Member, type ZipFile } from 'yauzl'
import { UnreadableDrop } from '../../roster/errors.ts'
import type { Written } from '../source.ts'
import { BrokenEntry, readChunks, type Entry, type Package } from './package.ts'
import { exactly, somewhere } from './written.ts'

const MAX_ZIP = 250 * 2 ** 20
const MAX_TOTAL = 4 * 2 ** 30
const MAX_ENTRIES = 50
const MAX_RATIO = 200
/** Below this size a file may be as repetitive as it likes: a thousand equal rows are no bomb. */
const RATIO_FLOOR = 16 * 2 ** 20

const archives = /\.(zip|7z|rar|gz|tgz|tar|bz2|xz|zst)$/i
const S_IFMT = 0xf000
const S_IFLNK = 0xa000

/** Reads the central directory and refuses whatever is not a plain, honest zip. Nothing is written to disk. */
export async function openZip(path: string, bytes: number, zone: string): Promise<Package> {
  if (bytes > MAX_ZIP) {
    throw refusal('ARCHIVE_TOO_LARGE', `it has ${bytes} bytes, and at most ${MAX_ZIP} are read`)
  }
  const zip = await openPromise(path, {
    autoClose: false,
    lazyEntries: true,
    decodeStrings: false,
    validateEntrySizes: false,
  }).catch((cause: unknown) => {
    throw broken(cause)
  })
  // Without a listener, an error while closing would end the process.
  zip.on('error', () => {})
  try {
    const members = await listMembers(zip)
    await refuseOverlaps(zip, members)
    const entries = members.map(([name, member]) => entryOf(zip, name, member, zone))
    return { entries, close: async () => zip.close() }
  } catch (cause) {
    zip.close()
    throw cause instanceof UnreadableDrop ? cause : broken(cause)
  }
}

type Named = readonly [name: string, member: Member]

async function listMembers(zip: ZipFile): Promise<Named[]> {
  if (zip.entryCount > MAX_ENTRIES) {
    throw refusal(
      'ARCHIVE_TOO_LARGE',
      `it lists ${zip.entryCount} entries, and at most ${MAX_ENTRIES} are read`,
    )
  }
  const members: Named[] = []
  const names = new Set<string>()
  let total = 0
  for await (const member of zip.eachEntry()) {
    const name = nameOf(member)
    refuseMember(name, member)
    if (names.has(name)) throw refusal('ENTRY_DUPLICATE', `it holds ${JSON.stringify(name)} twice`)
    names.add(name)
    total += member.uncompressedSize
    if (total > MAX_TOTAL) throw refusal('ARCHIVE_TOO_LARGE', `it unpacks to more than ${MAX_TOTAL} bytes`)
    members.push([name, member])
  }
  return members
}

function nameOf(member: Member): string {
  return getFileNameLowLevel(member.generalPurposeBitFlag, member.fileNameRaw, member.extraFields, true)
}

function refuseMember(name: string, member: Member): void {
  const quoted = JSON.stringify(name)
  const steps = name.split('/')
  if (name === '' || /[\\\0]/.test(name) || /^(\/|[a-z]:)/i.test(name) || steps.includes('..')) {
    throw refusal('ENTRY_TRAVERSAL', `the entry name ${quoted} could lead out of the package`)
  }
  if (((member.externalFileAttributes >>> 16) & S_IFMT) === S_IFLNK) {
    throw refusal('ENTRY_SYMLINK', `${quoted} is a link, not a file`)
  }
  if (member.isEncrypted()) throw refusal('ARCHIVE_ENCRYPTED', `${quoted} is encrypted`)
  if (archives.test(name)) throw refusal('ARCHIVE_NESTED', `${quoted} is an archive inside the archive`)
  if (!member.canDecodeFileData()) {
    throw refusal(
      'ARCHIVE_BROKEN',
      `${quoted} is packed by method ${member.compressionMethod}, not by deflate`,
    )
  }
  if (member.uncompressedSize > Math.max(RATIO_FLOOR, member.compressedSize * MAX_RATIO)) {
    throw refusal('ARCHIVE_TOO_LARGE', `${quoted} unpacks to more than ${MAX_RATIO} times its size`)
  }
}

/** Entries over the same bytes multiply a small file into a large one (Fifield's bomb has a ratio under 30 per entry). */
async function refuseOverlaps(zip: ZipFile, members: readonly Named[]): Promise<void> {
  const sorted = [...members].sort(
    (a, b) => a[1].relativeOffsetOfLocalHeader - b[1].relativeOffsetOfLocalHeader,
  )
  let free = 0
  for (const [name, member] of sorted) {
    const header = await zip.readLocalFileHeaderPromise(member, { minimal: true })
    if (member.relativeOffsetOfLocalHeader < free) {
      throw refusal('ENTRY_OVERLAP', `${JSON.stringify(name)} shares its bytes with another entry`)
    }
    free = header.fileDataStart + member.compressedSize
  }
}

function entryOf(zip: ZipFile, path: string, member: Member, zone: string): Entry {
  return {
    path,
    bytes: member.uncompressedSize,
    writtenAt: writtenAt(member, zone),
    open: async () => readChunks(unpack(zip, path, member)),
    digest: () => hashMember(zip, member),
  }
}

/**
 * What the packer noted as an instant, else the zip's own time: that of a clock on a wall. 1980-01-01 is what tools
 * write that know no time.
 */
function writtenAt(member: Member, zone: string): Written | null {
  const date = member.getLastModDate({ timezone: 'UTC' })
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() <= 1980) return null
  return member.extraFields.some(notesInstant) ? exactly(date) : somewhere(date, zone)
}

/** Info-ZIP's field with a time of modification in it, or that of NTFS: as the library reads them. */
function notesInstant({ id, data }: { readonly id: number; readonly data: Buffer }): boolean {
  if (id === 0x5455) return data.length >= 5 && ((data[0] ?? 0) & 1) === 1
  return id === 0x000a && data.length === 32 && data.readUInt16LE(4) === 1 && data.readUInt16LE(6) === 24
}

async function* unpack(zip: ZipFile, path: string, member: Member): AsyncGenerator<Uint8Array> {
  let bytes = 0
  let crc = 0
  try {
    const raw = await zip.openReadStreamPromise(member, { decodeFileData: false })
    const stored = member.compressionMethod === 0
    // The callback is empty on purpose: a failure also ends the iteration below, and is told there.
    const plain = stored ? raw : pipeline(raw, createInflateRaw({ chunkSize: 1 << 18 }), () => {})
    for await (const chunk of plain) {
      const left = member.uncompressedSize - bytes
      bytes += chunk.length
      crc = crc32(chunk, crc)
      if (left > 0) yield chunk.subarray(0, left)
      if (bytes > member.uncompressedSize) break
    }
  } catch (cause) {
    throw new BrokenEntry(`${path} is cut off or damaged inside the zip`, { cause })
  }
  if (bytes !== member.uncompressedSize) {
    throw new BrokenEntry(`${path} does not have the ${member.uncompressedSize} bytes that the zip says`)
  }
  if (crc !== member.crc32) throw new BrokenEntry(`${path} is damaged inside the zip: its checksum is wrong`)
}

/** The packed bytes with size and checksum: equal for equal deliveries, and nothing is unpacked. */
async function hashMember(zip: ZipFile, member: Member): Promise<string> {
  const hash = createHash('sha256')
  hash.update(`${member.compressionMethod} ${member.uncompressedSize} ${member.crc32}\n`)
  for await (const chunk of await zip.openReadStreamPromise(member, { decodeFileData: false }))
    hash.update(chunk)
  return hash.digest('hex')
}

const remedy = 'Deliver a plain zip of the OneRoster CSV files'

function refusal(code: string, reason: string): UnreadableDrop {
  return new UnreadableDrop(code, `Cannot read the zip: ${reason}. ${remedy}`)
}

function broken(cause: unknown): UnreadableDrop {
  // The library refuses strong encryption before it tells of the entry.
  if (cause instanceof Error && cause.message.includes('encryption')) {
    return refusal('ARCHIVE_ENCRYPTED', 'it is encrypted')
  }
  const message = 'Cannot read the zip: it is cut off or damaged. Deliver it again'
  return new UnreadableDrop('ARCHIVE_BROKEN', message, { cause })
}
