import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Refused } from './asker.ts'
import { readChunks, type Entry, type Reader } from '../oneroster-csv/package.ts'

const PIECE = 2 ** 20
/** As for the files of a zip: no collection of a district is as large. */
const LARGEST = 4 * 2 ** 30

/**
 * What was fetched of one collection, as the rows of a OneRoster file: what is checked is read from here, as often as
 * it takes, and memory holds one piece of it. It is encrypted under a key that nobody keeps, and has no name on disk as
 * soon as it is open, where the system allows that.
 */
export class Spool implements Entry {
  readonly path: string
  readonly writtenAt = null
  readonly #file: FileHandle
  readonly #place: string
  #key = { key: randomBytes(32), iv: randomBytes(16) }
  #cipher = createCipheriv('aes-256-ctr', this.#key.key, this.#key.iv)
  #hash = createHash('sha256')
  #waiting: string[] = []
  #length = 0
  #size = 0

  private constructor(path: string, place: string, file: FileHandle) {
    this.path = path
    this.#place = place
    this.#file = file
  }

  /** `path` is what people know it by: the name of the collection. */
  static async create(folder: string, path: string): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const place = join(folder, `${path}-${randomBytes(8).toString('hex')}`)
    const file = await open(place, 'wx+', 0o600)
    // Windows keeps the name of an open file; there it goes when it is closed.
    await rm(place).catch(() => undefined)
    return new Spool(path, place, file)
  }

  get bytes(): number {
    return this.#size
  }

  /** Adds text, lines with their ends. */
  async add(text: string): Promise<void> {
    this.#waiting.push(text)
    this.#length += text.length
    if (this.#length >= PIECE) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return
    const bytes = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    this.#length = 0
    this.#hash.update(bytes)
    const at = this.#size
    this.#size += bytes.length
    if (this.#size > LARGEST) throw new Refused(0, `${this.path} has no end: it is larger than 4 GB`)
    await this.#file.write(this.#cipher.update(bytes), 0, bytes.length, at)
  }

  /** Forgets all that was added; a new key, for a stream of bytes must not be used for two texts. */
  async clear(): Promise<void> {
    this.#waiting = []
    this.#length = 0
    this.#size = 0
    this.#key = { key: randomBytes(32), iv: randomBytes(16) }
    this.#cipher = createCipheriv('aes-256-ctr', this.#key.key, this.#key.iv)
    this.#hash = createHash('sha256')
    await this.#file.truncate(0)
  }

  async open(): Promise<Reader> {
    await this.flush()
    return readChunks(this.#pieces())
  }

  async digest(): Promise<string> {
    await this.flush()
    return this.#hash.copy().digest('hex')
  }

  async close(): Promise<void> {
    await this.#file.close()
    await rm(this.#place, { force: true })
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    const decipher = createDecipheriv('aes-256-ctr', this.#key.key, this.#key.iv)
    for (let at = 0; at < this.#size;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, this.#size - at))
      const { bytesRead } = await this.#file.read(piece, 0, piece.length, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield decipher.update(piece.subarray(0, bytesRead))
    }
  }
}
