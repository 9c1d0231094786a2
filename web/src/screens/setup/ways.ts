import type { SystemName } from '../../../../src/http/contract/setup.ts'
import type { MessageId } from '../../words/en-US.ts'

/** What is done on the provider's side, and how it looks there: in its own words, which are not translated. */
export type Way = {
  readonly guide: string
  readonly steps: readonly MessageId[]
  readonly sketch?: Sketch
}
export type Sketch = {
  /** The way to the screen, as its menus are called. */
  readonly path: string
  readonly rows: readonly (readonly [name: string, value: string])[]
  /** The row that people miss. */
  readonly look: string
}

const id = ['Client ID', '7c1e40…'] as const
const secret = ['Client Secret', '••••••••'] as const
const files: Way = { guide: 'oneroster-files', steps: ['wizard.files.1', 'wizard.files.2', 'wizard.files.3'] }
const other: Way = { guide: 'another-system', steps: ['wizard.other.1', 'wizard.other.2', 'wizard.other.3'] }
const rest = (steps: readonly MessageId[], sketch: Sketch): Way => ({
  guide: 'oneroster-rest',
  steps: ['way.who', ...steps, 'way.copy'],
  sketch,
})
const ways: Readonly<Partial<Record<SystemName, Way>>> = {
  'oneroster-csv': files,
  clever: {
    guide: 'clever',
    steps: ['wizard.clever.1', 'wizard.clever.2', 'wizard.clever.3', 'wizard.clever.4', 'wizard.clever.5'],
    sketch: {
      path: 'Applications > Add Applications',
      rows: [['License', 'Purchased'], ['Preferred launch date', '08/10/2026'], ['Sharing permissions', 'Share District'], ['Also share all staff', 'On']],
      look: 'Sharing permissions',
    },
  },
  classlink: {
    guide: 'classlink',
    steps: ['wizard.classlink.1', 'wizard.classlink.2', 'wizard.classlink.3', 'wizard.classlink.4'],
    sketch: {
      path: 'Roster Server > Apps',
      rows: [['Permissions', 'Full'], ['Orgs', 'On'], ['Classes', 'On'], ['Users', 'On'], ['Enrollments', 'On'], ['Enabled', 'On']],
      look: 'Enabled',
    },
  },
  powerschool: rest(['way.powerschool.1', 'way.powerschool.2', 'way.powerschool.3'], {
    path: 'System > Plugin Management > Data Provider Configuration',
    rows: [id, secret, ['Page size', '1000']],
    look: 'Page size',
  }),
  'infinite-campus': rest(['way.infinite-campus.1', 'way.infinite-campus.2'], {
    path: 'Digital Learning > Applications Configuration',
    rows: [['Version', 'OneRoster 1.2'], id, secret, ['Base URL', 'https://…/oneroster/…'], ['Token URL', 'https://…/oauth2/token?appName=…']],
    look: 'Token URL',
  }),
  skyward: rest(['way.skyward.1', 'way.skyward.2'], {
    path: 'OneRoster > Connections',
    rows: [['Base URL', 'https://…/ims/oneroster/v1p1'], ['Key', '7c1e40…'], ['Secret', '••••••••']],
    look: 'Base URL',
  }),
  aeries: rest(['way.aeries.1', 'way.aeries.2'], {
    path: 'Security > API Security',
    rows: [['Consumer ID', '7c1e40…'], ['Consumer Secret', '••••••••'], ['Scopes', 'roster-core, roster, roster-demographics']],
    look: 'Scopes',
  }),
  synergy: rest(['way.synergy.1', 'way.synergy.2'], {
    path: 'OneRoster > API Clients',
    rows: [id, secret, ['Token URL', 'https://…/token']],
    look: 'Token URL',
  }),
  'oneroster-rest': rest(['way.rest.1', 'way.rest.2'], {
    path: 'OneRoster > API access',
    rows: [['Base URL', 'https://…/ims/oneroster/v1p1'], ['Token URL', 'https://…/token'], id, secret],
    look: 'Token URL',
  }),
} // prettier-ignore

export function wayOf(system: SystemName | null): Way {
  return (system === null ? undefined : ways[system]) ?? other
}
