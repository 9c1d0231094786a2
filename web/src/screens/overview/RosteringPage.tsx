import type { ReactNode } from 'react'
import { Page } from '../../design/Page.tsx'
import { Tabs } from '../../design/Tabs.tsx'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay } from '../../words/say.tsx'

/** What the tabs of Rostering have in common. */
export function RosteringPage({
  state,
  system,
  actions,
  children,
}: {
  readonly state?: string | undefined
  /** Where the records come from. */
  readonly system?: string | undefined
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const say = useSay()
  const { path, name } = useDistrict()
  const rostering = `${path}/settings/rostering`
  const lead =
    system === undefined
      ? `${name}.`
      : say('rostering.lead', { district: name, system: systemName(system, say) })
  return (
    <Page
      title={say('nav.rostering')}
      state={state}
      crumbs={[{ label: say('settings'), to: `${path}/settings` }, { label: say('nav.integrations') }]}
      lead={lead}
      zone
      actions={actions}
    >
      <Tabs
        label={say('nav.rostering')}
        tabs={[
          { to: rostering, label: say('rostering.overview') },
          { to: `${rostering}/jobs`, label: say('rostering.jobs') },
          { to: `${rostering}/issues`, label: say('issues.title') },
          { to: `${rostering}/settings`, label: say('settings') },
        ]}
      />
      {children}
    </Page>
  )
}

/** "OneRoster files" for oneroster-csv; a system without a word of ours keeps its own name. */
export function systemName(system: string, say: ReturnType<typeof useSay>): string {
  const id = `system.${system}`
  return isMessage(id) ? say(id) : system
}
