/**
 * What the pure core needs of a disk, handed in by the conductor: scratch files that are written once
 * from front to back and read again in pieces. Tests hand in memory.
 */
export type Scratch = {
  /** A new empty file. Names are unique within one scratch. */
  create(name: string): Promise<ScratchFile>
}
export type ScratchFile = {
  /** Appends a copy of the bytes; resolves to the offset where they begin. */
  append(bytes: Uint8Array): Promise<number>
  read(offset: number, length: number): Promise<Uint8Array>
  readonly size: number
}
