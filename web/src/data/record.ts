import type { SearchHit } from '../../../src/http/contract/people.ts'

export type RecordKind = SearchHit['kind']
/** What the panel beside the list shows: a record by our id, or an id that no list has. */
export type Opened = { readonly kind: RecordKind; readonly id: string } | { readonly asked: string }

const plurals: Readonly<Record<RecordKind, string>> = { users: 'people', classes: 'classes', orgs: 'schools' }

/** Address of a record in the API, below that of its district. */
export function recordUrl(api: string, { kind, id }: { kind: RecordKind; id: string }): string {
  return `${api}/${plurals[kind]}/${id}`
}

/** Page of a record, with the tab that is asked for. */
export function recordPage(path: string, kind: RecordKind, id: string, tab?: string): string {
  return `${path}/people?open=${kind}:${id}${tab === undefined ? '' : `&tab=${tab}`}`
}

/** What `open=` of an address names: `users:<id>`, or `asked:<whatever was typed>`. Null for anything else. */
export function openedBy(text: string | null): Opened | null {
  const [, kind = '', rest = ''] = /^(users|classes|orgs|asked):(.+)$/s.exec(text ?? '') ?? []
  if (kind === 'asked') return { asked: rest }
  return kind === 'users' || kind === 'classes' || kind === 'orgs' ? { kind, id: rest } : null
}
