import type { SystemName } from '../../../../src/http/contract/setup.ts'

/** What is known of the OneRoster servers of a system, so that nobody types what everybody types. */
export type Preset = {
  readonly example: string
  readonly auth: string
  /** Where tokens are given out, as seen from what stands before the standard's path; null where nobody can tell. */
  readonly token: ((root: string) => string) | null
  readonly pageSize: string
  readonly scopes: string
}

const readAll = ['roster-core.readonly', 'roster.readonly', 'roster-demographics.readonly']
  .map(scope => `https://purl.imsglobal.org/spec/or/v1p1/scope/${scope}`)
  .join(' ')
const plain: Preset = {
  example: 'https://sis.district.example/ims/oneroster/v1p1',
  auth: 'oauth2',
  token: null,
  pageSize: '',
  scopes: '',
}
const presets: Readonly<Partial<Record<SystemName, Preset>>> = {
  powerschool: { ...plain, token: root => `${root}/oauth/access_token`, pageSize: '1000' },
  'infinite-campus': {
    ...plain,
    example: 'https://district.infinitecampus.example/campus/api/ims/oneroster/v1p1',
    token: root => `${root.split('/campus')[0] ?? root}/campus/oauth2/token?appName=`,
  },
  aeries: {
    ...plain,
    example: 'https://district.aeries.example/aeries/ims/oneroster/v1p1',
    token: root => `${root}/token`,
    scopes: readAll,
  },
  synergy: { ...plain, auth: 'oauth2-body' },
}

/** The preset of a system, or the plain one of the standard. */
export function presetOf(system: SystemName | null): Preset {
  return (system === null ? undefined : presets[system]) ?? plain
}
