import { UsageError } from './errors.ts'

/** Asks for a secret at the terminal without showing it. Throws UsageError where nobody can answer. */
export async function askSecret(what: string, variable: string): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) throw new UsageError(`Cannot ask for the ${what}: there is no terminal. Set ${variable} for this command`) // prettier-ignore
  stderr.write(`${what} (it is not shown): `)
  stdin.setRawMode(true)
  stdin.resume()
  try {
    return await typed(stdin)
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}

const [enter, newline, stop, erase, back] = ['\r', '\n', '\x03', '\x7f', '\b']

function typed(stdin: NodeJS.ReadStream): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    stdin.setEncoding('utf8').on('data', function hear(keys: string) {
      for (const key of keys) {
        if (key === stop)
          return end(() => reject(new UsageError('Cannot go on: the question was broken off')))
        if (key === enter || key === newline) return end(() => resolve(text))
        text = key === erase || key === back ? text.slice(0, -1) : text + key
      }
      function end(settle: () => void): void {
        stdin.off('data', hear)
        settle()
      }
    })
  })
}
