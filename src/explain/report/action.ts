import type { Role } from './people.ts'

const done: Readonly<Record<string, string>> = {
  create: 'created', update: 'updated', remove: 'removed', restore: 'restored', archive: 'archived', erase: 'taken out',
} // prettier-ignore

/** What was done, or would be: `promoted`, `would be created`. */
export function actionOf(op: string, reason: string, waits: boolean): string {
  const word = op === 'update' && reason === 'promoted' ? 'promoted' : (done[op] ?? op)
  return waits ? `would be ${word}` : word
}

/** Schools somebody came to or left by the roles a run brought or took. */
export function movesOf(roles: readonly Role[], waits = false): string[] {
  const came = roles.some(({ op }) => op === 'create' || op === 'restore')
  const left = roles.some(({ op }) => op === 'remove' || op === 'archive' || op === 'erase')
  const would = waits ? 'would be ' : ''
  return [...(came ? [`${would}added to a school`] : []), ...(left ? [`${would}removed from a school`] : [])]
}
