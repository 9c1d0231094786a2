/** The part of an OpenAPI document that the page shows. */
type Document = { readonly paths?: Readonly<Record<string, unknown>> | undefined }
type Operation = {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: Schema }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { schema?: Schema }>> }
  readonly responses?: Readonly<Record<string, { content?: Readonly<Record<string, { schema?: Schema }>> }>>
}
type Schema = Readonly<Record<string, unknown>>

/** Every route as a section: what it does, who may call it, what goes in and what comes out. */
export function docsPage(document: Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    // OpenAPI says a path holds operations by method; the document is our own.
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'api'))].sort()
  const subjects = tags.map(tag => {
    const own = operations.filter(({ operation }) => (operation.tags?.[0] ?? 'api') === tag)
    return `<section><h2 id="${escape(tag)}">${escape(tag)}</h2>${own.map(showOperation).join('')}</section>`
  })
  const contents = tags.map(tag => `<li><a href="#${escape(tag)}">${escape(tag)}</a></li>`).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>API - Rollbook</title><link rel="stylesheet" href="/api/docs.css"></head><body><main><h1>Rollbook API</h1>
<p>The same as <a href="/api/openapi.json">OpenAPI 3.1</a>. Requests that change something carry the header
<code>x-rollbook: 1</code> and the cookie of a session. An answer that is no success has
<code>{error: {code, message, reference}}</code>.</p><nav aria-label="Subjects"><ul>${contents}</ul></nav>
${subjects.join('\n')}</main></body></html>`
}

function showOperation({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const inputs = (operation.parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      `<li><code>${escape(name)}</code> (${escape(place)}${required ? '' : ', optional'}) ${escape(String(schema?.description ?? ''))}</li>`,
  )
  const bodies = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => showSchema('Body', schema))
  const answers = Object.entries(operation.responses ?? {})
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([status, { content }]) =>
      Object.values(content ?? {}).map(({ schema }) => showSchema(`Answer ${status}`, schema)),
    )
  return `<article><h3><code>${method.toUpperCase()} ${escape(path)}</code></h3><p>${escape(operation.summary ?? '')}
${escape(operation.description ?? '')}</p>${inputs.length > 0 ? `<ul>${inputs.join('')}</ul>` : ''}
${bodies.join('')}${answers.join('')}</article>`
} // prettier-ignore

function showSchema(title: string, schema: Schema | undefined): string {
  if (schema === undefined) return ''
  const text = JSON.stringify(schema, (key, value: unknown) => (key === '$schema' ? undefined : value), 1)
  return `<details><summary>${escape(title)}</summary><pre>${escape(text)}</pre></details>`
}

/** Text as it stands in HTML, in an attribute too. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export const docsStyle = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
main{max-width:70rem;margin:0 auto;padding:1.5rem}pre{overflow:auto;padding:.75rem;border:1px solid}
article{border-top:1px solid;padding:.5rem 0}h3 code{font-size:1rem}summary{cursor:pointer;padding:.25rem 0}`
