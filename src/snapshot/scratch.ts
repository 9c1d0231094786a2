/**
 * What the pure core needs of a disk, handed in by the conductor: files that are written once from front to
 * back and read again in pieces. Tests hand in memory.
 */
export type ScratchFile = {
  /** Appends a copy of the bytes. */
  append(bytes: Uint8Array): Promise<void>
  /** Up to `length` bytes; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>
  readonly size: number
}

/** Where the lines of a snapshot go, one drawer a kind; `add` answers at once, `drain` makes room again. */
export type Drawer = {
  add(label: string, line: string): void
  drain(): Promise<void>
  /** Lines of one label from the first on, as far as they were added and drained. */
  lines(label: string): AsyncIterable<string>
}
