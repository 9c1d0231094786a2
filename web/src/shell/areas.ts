import type { Right } from '../../../src/login/rights.ts'
import type { IconName } from '../design/Icon.tsx'
import { isPage } from '../pages.ts'
import type { MessageId } from '../words/en-US.ts'

export type Area = {
  readonly to: string
  readonly label: MessageId
  readonly about: MessageId
  readonly icon: IconName
  /** What it takes to open it. */
  readonly right: Right
}
export type AreaPart = { readonly id: string; readonly label?: MessageId; readonly areas: readonly Area[] }

/** The areas of a district's settings that exist, in the order of the navigation. */
export function settingsAreas(path: string): readonly AreaPart[] {
  const settings = `${path}/settings`
  const parts: readonly AreaPart[] = [
    {
      id: 'general',
      areas: [
        {
          to: `${settings}/general`,
          label: 'nav.general',
          about: 'nav.general.about',
          icon: 'settings',
          right: 'see',
        },
      ],
    },
    {
      id: 'integrations',
      label: 'nav.integrations',
      areas: [
        {
          to: `${settings}/rostering`,
          label: 'nav.rostering',
          about: 'nav.rostering.about',
          icon: 'book',
          right: 'see',
        },
        {
          to: `${settings}/single-sign-on`,
          label: 'nav.sso',
          about: 'nav.sso.about',
          icon: 'key',
          right: 'see',
        },
      ],
    },
    {
      id: 'district',
      label: 'nav.district',
      areas: [
        {
          to: `${path}/people`,
          label: 'nav.people',
          about: 'nav.people.about',
          icon: 'people',
          right: 'people',
        },
        {
          to: `${settings}/privacy`,
          label: 'nav.privacy',
          about: 'nav.privacy.about',
          icon: 'shield',
          right: 'audit',
        },
        {
          to: `${settings}/activity`,
          label: 'nav.activity',
          about: 'nav.activity.about',
          icon: 'activity',
          right: 'audit',
        },
        { to: `${settings}/team`, label: 'nav.team', about: 'nav.team.about', icon: 'person', right: 'see' },
      ],
    },
  ]
  return parts
    .map(part => ({ ...part, areas: part.areas.filter(area => isPage(area.to)) }))
    .filter(part => part.areas.length > 0)
}
