import type { Refusal } from '../../../src/http/contract/refusal.ts'
import { Refused, Unreachable } from './refused.ts'

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Reads what stands at an address of this service. Throws {@link Refused} or {@link Unreachable}. */
export async function read<Answer>(url: string, signal?: AbortSignal): Promise<Answer> {
  return await ask<Answer>(url, { method: 'GET', ...(signal && { signal }) })
}

/** Sends something; `body` is JSON, or a form when a file goes along. Throws like {@link read}. */
export async function write<Answer>(method: Method, url: string, body?: unknown): Promise<Answer> {
  // Another site's form cannot set this header: the service refuses every write without it.
  const headers: Record<string, string> = { 'x-rollbook': '1' }
  if (body instanceof FormData) return await ask<Answer>(url, { method, headers, body })
  if (body === undefined) return await ask<Answer>(url, { method, headers })
  headers['content-type'] = 'application/json'
  return await ask<Answer>(url, { method, headers, body: JSON.stringify(body) })
}

async function ask<Answer>(url: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(url, { credentials: 'same-origin', ...request }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Unreachable('', { cause })
  })
  if (response.status === 204) return undefined as Answer // Only asked for where the declaration has no body.
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusedOf(response.status, answer)
  // The service checks its answers against the declaration that this type was made from.
  return answer as Answer
}

/** A proxy in between answers with a page of its own; then the status is all there is. */
function refusedOf(status: number, answer: unknown): Refused {
  if (isRefusal(answer)) return new Refused(status, answer.error)
  return new Refused(status, { code: 'UNEXPECTED', message: '', reference: '' })
}

function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'error' in answer
}
