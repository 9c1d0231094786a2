import { open, type FileHandle } from 'node:fs/promises'

export type Progress = (file: string, rows: number) => void

/** A CSV file being written: lines gather as text and reach the disk some hundred kilobytes at a time. */
export class Sheet {
  rows = 0
  readonly name: string
  #text: string
  readonly #file: FileHandle
  readonly #progress: Progress | undefined

  private constructor(name: string, header: string, file: FileHandle, progress: Progress | undefined) {
    this.name = name
    this.#text = header + '\n'
    this.#file = file
    this.#progress = progress
  }

  static async open(
    path: string,
    name: string,
    header: readonly string[],
    progress?: Progress,
  ): Promise<Sheet> {
    return new Sheet(name, header.join(','), await open(path, 'w'), progress)
  }

  /** One row, already quoted. */
  add(row: string): void {
    this.#text += row + '\n'
    this.rows++
  }

  async flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    await this.#file.appendFile(text)
    this.#progress?.(`${this.name}.csv`, this.rows)
  }

  async close(): Promise<void> {
    await this.flush()
    await this.#file.close()
  }

  /** Lets go of the file after a failure; what was gathered is lost. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined)
  }
}
