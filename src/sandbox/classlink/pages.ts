import type { SandboxAnswer } from '../answer.ts'
import type { Seat } from '../seat.ts'
import { samplePeople, type Sample } from './people.ts'

const shown = 6
const headings = { Student: 'Students', Teacher: 'Teachers', 'Tenant Administrator': 'Administrators', Parent: 'Parents' } // prettier-ignore

export function page(title: string, body: string, status = 200): SandboxAnswer {
  return {
    status,
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><h1>${title}</h1><p>A sandbox: nobody here is real.</p>${body}</html>`,
  }
}

/**
 * Who one can be: some of each district by their roles, and a field for anybody else. What was asked with (`kept`)
 * comes again with the choice, which stands under `name`.
 */
export function chooser(seats: Iterable<Seat>, kept: URLSearchParams, name: string): string {
  const link = ({ seat, sourcedId, name: whom }: Sample) => {
    const to = new URLSearchParams(kept)
    to.set(name, `${seat.tenantId}:${sourcedId}`)
    return `<li><a href="?${escapeHtml(to.toString())}">${escapeHtml(whom)}</a>, ${escapeHtml(sourcedId)}</li>`
  }
  const lists = [...seats].map(seat => {
    const people = samplePeople(seat, shown)
    const parts = Object.entries(headings).map(([role, heading]) => {
      const some = people.filter(one => one.role === role)
      return some.length === 0 ? '' : `<h3>${heading}</h3><ul>${some.map(link).join('')}</ul>`
    })
    return `<h2>${escapeHtml(seat.district.name)}, tenant ${seat.tenantId}</h2>${parts.join('')}`
  })
  return lists.join('') + field(kept, name)
}

function field(kept: URLSearchParams, name: string): string {
  const others = [...kept].filter(([key]) => key !== name)
  const hidden = others.map(([key, value]) => `<input type="hidden" name="${escapeHtml(key)}" value="${escapeHtml(value)}">`) // prettier-ignore
  return `<h2>Somebody else</h2><form>${hidden.join('')}<label>Tenant and sourcedId, as in 2000:u-1
<input name="${name}" required pattern="\\d+:.+"></label> <button>Sign in</button></form>`
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}
