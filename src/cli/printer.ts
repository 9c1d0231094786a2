import type { Cell, Column, Part } from './paint.ts'
import { render } from './paint.ts'
import { layTable } from './table.ts'

/**
 * All that a verb says. With --json stdout carries one document and nothing else; `line` and `table`
 * then say nothing, so a verb may call them without asking.
 */
export type Printer = {
  readonly json: boolean
  /** The answer: the document with --json, else what `say` prints. Once per call of the program. */
  result(document: unknown, say: () => void): void
  /** One line. Strings are shown with their control characters escaped; colour comes from paint.ts. */
  line(...parts: Part[]): void
  /** Aligned columns; those of numbers stand to the right. `null` is an empty cell. */
  table(columns: readonly (string | Column)[], rows: readonly (readonly Cell[])[]): void
  /** A line for the person at the terminal, on stderr: also with --json. */
  note(...parts: Part[]): void
  /** Bytes or text on stdout as they are, e.g. an exported file; waits for a slow reader. */
  raw(chunk: string | Uint8Array): Promise<void>
}

export type Stream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
export type Streams = { readonly stdout: Stream; readonly stderr: Stream }
export type Setup = Streams & { readonly json: boolean; readonly env: NodeJS.ProcessEnv; clear(): void }

/** A printer, and whether its document is out: an error after that may not write a second one. */
export function makePrinter(setup: Setup): Printer & { answered(): boolean } {
  const { stdout, stderr, json } = setup
  let answered = false
  const print = (stream: Stream, parts: readonly Part[]) => {
    setup.clear()
    stream.write(render(parts, coloured(stream, setup.env)) + '\n')
  }
  const line = (...parts: Part[]) => (json ? undefined : print(stdout, parts))
  return {
    json,
    answered: () => answered,
    line,
    note: (...parts) => print(stderr, parts),
    table: (columns, rows) => {
      if (json) return
      // A terminal that does not know its width says 0.
      const width = stdout.isTTY ? stdout.columns || null : null
      for (const row of layTable(columns, rows, width)) print(stdout, row)
    },
    result: (document, say) => {
      if (answered) throw new Error('Cannot answer twice: --json promises one document')
      answered = true
      setup.clear()
      if (json) stdout.write(JSON.stringify(document, null, stdout.isTTY ? 2 : 0) + '\n')
      else say()
    },
    raw: async chunk => {
      answered = true
      setup.clear()
      if (!stdout.write(chunk) && stdout.writable) await drained(stdout)
    },
  }
}

/** A reader that went away never drains: its end counts too. */
function drained(stream: Stream): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      for (const name of ['drain', 'close', 'error']) stream.removeListener(name, done)
      resolve()
    }
    for (const name of ['drain', 'close', 'error']) stream.on(name, done)
  })
}

/** no-color.org: any value but the empty one switches colour off. */
function coloured(stream: Stream, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
}
