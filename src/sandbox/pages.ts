import type { SandboxAnswer } from './answer.ts'

/** Somebody one can be: what is sent for them, and how they are shown. */
export type Choice = { readonly value: string; readonly name: string; readonly sourcedId: string }
/** The people of a district, by what they are. */
export type Crowd = {
  readonly heading: string
  readonly parts: readonly (readonly [heading: string, people: readonly Choice[]])[]
}

export function page(title: string, body: string, status = 200): SandboxAnswer {
  return {
    status,
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><h1>${title}</h1><p>A sandbox: nobody here is real.</p>${body}</html>`,
  }
}

/**
 * Who one can be: some of each district by their roles, and a field for anybody else, which `form` explains. What was
 * asked with (`kept`) comes again with the choice, which stands under `name`.
 */
export function chooser(crowds: readonly Crowd[], kept: URLSearchParams, name: string, form: string): string {
  const link = ({ value, name: whom, sourcedId }: Choice) => {
    const to = new URLSearchParams(kept)
    to.set(name, value)
    return `<li><a href="?${escapeHtml(to.toString())}">${escapeHtml(whom)}</a>, ${escapeHtml(sourcedId)}</li>`
  }
  const lists = crowds.map(({ heading, parts }) => {
    const some = parts.filter(([, people]) => people.length > 0)
    const shown = some.map(([title, people]) => `<h3>${title}</h3><ul>${people.map(link).join('')}</ul>`)
    return `<h2>${escapeHtml(heading)}</h2>${shown.join('')}`
  })
  return lists.join('') + field(kept, name, form)
}

function field(kept: URLSearchParams, name: string, form: string): string {
  const others = [...kept].filter(([key]) => key !== name)
  const hidden = others.map(([key, value]) => `<input type="hidden" name="${escapeHtml(key)}" value="${escapeHtml(value)}">`) // prettier-ignore
  return `<h2>Somebody else</h2><form>${hidden.join('')}<label>${form}
<input name="${name}" required pattern="\\w+:.+"></label> <button>Sign in</button></form>`
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}
