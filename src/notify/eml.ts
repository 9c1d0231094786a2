/** A mail as people read it. Reads what common mailers write; it is for mail that our own sent. */
export type ReadableMail = {
  readonly id: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string }

/** Subject and bodies of a message as it came over the wire (RFC 5322, MIME). */
export function readEml(raw: string): ReadableMail {
  const whole = splitPart(raw)
  const leaves = leavesOf(whole)
  return {
    id: whole.headers.get('message-id') ?? '',
    subject: readWords(whole.headers.get('subject') ?? ''),
    text: bodyOf(leaves, 'text/plain'),
    html: bodyOf(leaves, 'text/html'),
  }
}

function splitPart(raw: string): Part {
  const gap = raw.indexOf('\r\n\r\n')
  const head = gap < 0 ? raw : raw.slice(0, gap)
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = new Map(
    lines.map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  return { headers, body: gap < 0 ? '' : raw.slice(gap + 4) }
}

function leavesOf(part: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(part.headers.get('content-type') ?? '')?.[1]
  if (boundary === undefined) return [part]
  const inner = `\r\n${part.body}`.split(`\r\n--${boundary}`).slice(1, -1)
  return inner.flatMap(text => leavesOf(splitPart(text.replace(/^\r\n/, ''))))
}

function bodyOf(parts: readonly Part[], type: string): string {
  const part = parts.find(({ headers }) => (headers.get('content-type') ?? 'text/plain').startsWith(type))
  if (part === undefined) return ''
  const encoding = part.headers.get('content-transfer-encoding')?.toLowerCase()
  const bytes =
    encoding === 'base64'
      ? Buffer.from(part.body, 'base64')
      : encoding === 'quoted-printable'
        ? unquoted(part.body.replace(/=\r\n/g, ''))
        : Buffer.from(part.body)
  return bytes.toString('utf8').replaceAll('\r\n', '\n')
}

/** RFC 2047: `=?UTF-8?Q?Ana_L=C3=B3pez?=`; white space between two such words is none. */
function readWords(text: string): string {
  const joined = text.replace(/(\?=)\s+(=\?)/g, '$1$2')
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, word: string) => {
    const bytes =
      how.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : unquoted(word.replaceAll('_', ' '))
    return bytes.toString('utf8')
  })
}

function unquoted(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
