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

const reasons: Readonly<Record<string, string>> = {
  new: 'new in the source',
  changed: 'changed in the source',
  promoted: 'moved up a grade',
  returned: 'came back in the source',
  re_keyed: 'the source gave it another sourcedId',
  adopted: 'was known already, under another sourcedId or made by hand',
  absent: 'the source no longer lists it',
  tombstone: 'the source marked it as deleted',
  out_of_scope: 'outside the scope that the rules set',
  term_over: 'its terms are over',
  graduated: 'was in the last grade when the school year ended',
  id_reused: 'its sourcedId now names another person',
  undone: 'an earlier run was undone',
}

export function reasonWords(reason: string): string {
  return reasons[reason] ?? reason
}
