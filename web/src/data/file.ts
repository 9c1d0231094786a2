import { Refused, Unreachable } from './refused.ts'

/** Fetches a file of the service and saves it; a refusal is thrown like that of `read`, not shown as a page. */
export async function saveFile(url: string, name: string): Promise<void> {
  const response = await fetch(url, { credentials: 'same-origin' }).catch((cause: unknown) => {
    throw new Unreachable('', { cause })
  })
  if (!response.ok) throw refusedOf(response.status, await response.json().catch(() => null))
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

function refusedOf(status: number, answer: unknown): Refused {
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : null
  // The body of every refusal of the service has this shape; a proxy's has none.
  const told = error as ConstructorParameters<typeof Refused>[1] | null
  return new Refused(status, told ?? { code: 'UNEXPECTED', message: '', reference: '' })
}
