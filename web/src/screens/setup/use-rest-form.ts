import { useState } from 'react'
import type { SetupView, SourceBody } from '../../../../src/http/contract/setup.ts'
import type { FieldProblem } from '../../data/refused.ts'
import { useSay } from '../../words/say.tsx'
import {
  isBare,
  originOf,
  rootOf,
  wrongBase,
  wrongId,
  wrongPage,
  wrongSecret,
  wrongToken,
  type Wrong,
} from './address.ts'
import { presetOf } from './systems.ts'

const fields = ['url', 'tokenUrl', 'auth', 'clientId', 'secret', 'scopes', 'version', 'pageSize', 'tokenExtras', 'headers'] as const // prettier-ignore
export type RestField = (typeof fields)[number]
export type RestValues = Readonly<Record<RestField, string>>

/** What is typed for a server, what is wrong with it, and what can be guessed. */
export function useRestForm({ answers, source }: SetupView) {
  const say = useSay()
  const preset = presetOf(answers.system)
  const kept = source?.name === 'oneroster-rest' ? source.settings : undefined
  const [values, setValues] = useState<RestValues>(() => startOf(kept, preset))
  // A field is told off once it was left, and then as it is typed: not at its first letter.
  const [left, setLeft] = useState<ReadonlySet<RestField>>(new Set())
  const [sent, setSent] = useState<readonly FieldProblem[]>([])
  const hasSecret = (source?.secret ?? null) !== null && kept !== undefined && isSamePlace(kept, values)
  const wrong = wrongsOf(values, hasSecret)
  // Its keys are fields: wrongsOf says so.
  const told = (Object.entries(wrong) as [RestField, Wrong][]).map(([field, why]) => {
    const message = say(`rest.wrong.${why}`)
    return { field, why, message, whole: say('rest.wrong', { field: say(`rest.${field}`), why: message }) }
  })
  const root = rootOf(values.url)
  const guess = preset.token !== null && root !== '' ? preset.token(root) : null
  return {
    values,
    hasSecret,
    preset,
    problems: sent,
    live: told.filter(({ field, why }) => why !== 'missing' && left.has(field)),
    bare: isBare(values.url),
    guess: values.tokenUrl === '' ? guess : null,
    type: (field: RestField, text: string) => {
      setValues(before => ({ ...before, [field]: text }))
      setSent([])
    },
    leave: (field: RestField) => setLeft(before => new Set(before).add(field)),
    /** What is to be sent; null when something is wrong, which then stands on top of the form. */
    send: (): SourceBody | null => {
      setSent(told.map(({ field, whole }) => ({ field, message: whole })))
      return told.length === 0 ? bodyOf(values) : null
    },
  }
}

/** A secret goes where it was given for: another address asks for it again. */
function isSamePlace(kept: Readonly<Record<string, string>>, values: RestValues): boolean {
  const place = ({ url = '', tokenUrl = '', auth = '' }: Readonly<Record<string, string>>) =>
    JSON.stringify([originOf(url), hasToken(auth) ? originOf(tokenUrl) : '', isBearer(auth)])
  return place(kept) === place(values)
}

const isBearer = (auth: string | undefined) => auth === 'bearer'

/** Whether this way of asking has tokens that are fetched from an address of their own. */
export function hasToken(auth: string): boolean {
  return auth.startsWith('oauth2')
}

function startOf(
  kept: Readonly<Record<string, string>> | undefined,
  preset: ReturnType<typeof presetOf>,
): RestValues {
  const blank = Object.fromEntries(fields.map(field => [field, ''])) as RestValues // each of them was just named
  const { auth, scopes, pageSize } = preset
  return kept === undefined ? { ...blank, version: 'auto', auth, scopes, pageSize } : { ...blank, version: 'auto', ...kept }
} // prettier-ignore

function wrongsOf(values: RestValues, hasSecret: boolean): Partial<Record<RestField, Wrong>> {
  const { url, tokenUrl, auth, clientId, secret, pageSize } = values
  const found: readonly (readonly [RestField, Wrong | null])[] = [
    ['url', wrongBase(url)],
    ['tokenUrl', hasToken(auth) ? wrongToken(tokenUrl, url) : null],
    ['clientId', isBearer(auth) ? null : wrongId(clientId)],
    ['secret', wrongSecret(secret, clientId, hasSecret)],
    ['pageSize', wrongPage(pageSize)],
  ]
  return Object.fromEntries(found.filter(([, wrong]) => wrong !== null))
}

function bodyOf({ auth, version, ...rest }: RestValues): SourceBody {
  const { url, tokenUrl, clientId, ...others } = rest
  return {
    ...others,
    url,
    tokenUrl: hasToken(auth) ? tokenUrl : '',
    clientId: isBearer(auth) ? '' : clientId,
    auth: auths.find(one => one === auth) ?? 'oauth2',
    version: versions.find(one => one === version) ?? 'auto',
  }
}

export const auths = [
  'oauth2',
  'oauth2-basic',
  'oauth2-body',
  'oauth1-sha256',
  'oauth1-sha1',
  'bearer',
] as const
export const versions = ['auto', '1.1', '1.2'] as const
