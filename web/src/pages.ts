import type { ComponentType } from 'react'

/** What stands around a page: nothing, the settings of a district, the vendor's console, or a rostered person's own page. */
export type Frame = 'bare' | 'district' | 'vendor' | 'own' | 'help'

export type PageEntry = {
  readonly path: string
  readonly frame: Frame
  readonly load: () => Promise<ComponentType>
}

/** Every page of the console. A new one is a folder in screens/ and a line here; links to it appear by themselves. */
export const pages: readonly PageEntry[] = [
  { path: '/', frame: 'bare', load: async () => (await import('./screens/start/Start.tsx')).Start },
  { path: '/sign-in', frame: 'bare', load: async () => (await import('./screens/sign-in/SignIn.tsx')).SignIn },
  { path: '/not-ready', frame: 'bare', load: async () => (await import('./screens/not-ready/NotReady.tsx')).NotReady },
  { path: '/welcome', frame: 'bare', load: async () => (await import('./screens/welcome/Welcome.tsx')).Welcome },
  { path: '/reset', frame: 'bare', load: async () => (await import('./screens/reset/Reset.tsx')).Reset },
  { path: '/setup-link', frame: 'bare', load: async () => (await import('./screens/setup-link/SetupLink.tsx')).SetupLink },
  { path: '/d/$district/settings', frame: 'district', load: async () => (await import('./screens/settings-home/SettingsHome.tsx')).SettingsHome },
  { path: '/d/$district/settings/rostering', frame: 'district', load: async () => (await import('./screens/overview/Overview.tsx')).Overview },
  { path: '/d/$district/settings/rostering/jobs', frame: 'district', load: async () => (await import('./screens/jobs/Jobs.tsx')).Jobs },
  { path: '/d/$district/settings/rostering/jobs/$run', frame: 'district', load: async () => (await import('./screens/run/Run.tsx')).Run },
  { path: '/d/$district/settings/rostering/hold/$plan', frame: 'district', load: async () => (await import('./screens/hold/Hold.tsx')).Hold },
  { path: '/d/$district/settings/rostering/settings', frame: 'district', load: async () => (await import('./screens/rostering-settings/RosteringSettings.tsx')).RosteringSettings },
  { path: '/d/$district/settings/rostering/issues', frame: 'district', load: async () => (await import('./screens/issues/Issues.tsx')).Issues },
  { path: '/d/$district/settings/rostering/rollover', frame: 'district', load: async () => (await import('./screens/rollover/Rollover.tsx')).Rollover },
  { path: '/d/$district/settings/rostering/setup', frame: 'district', load: async () => (await import('./screens/setup/Setup.tsx')).Setup },
  { path: '/d/$district/settings/single-sign-on', frame: 'district', load: async () => (await import('./screens/single-sign-on/SingleSignOn.tsx')).SingleSignOn },
  { path: '/d/$district/settings/single-sign-on/$id', frame: 'district', load: async () => (await import('./screens/sign-in-trace/SignInTrace.tsx')).SignInTrace },
  { path: '/d/$district/settings/general', frame: 'district', load: async () => (await import('./screens/general/General.tsx')).General },
  { path: '/d/$district/settings/activity', frame: 'district', load: async () => (await import('./screens/activity/Activity.tsx')).Activity },
  { path: '/d/$district/settings/team', frame: 'district', load: async () => (await import('./screens/team/Team.tsx')).Team },
  { path: '/d/$district/people', frame: 'district', load: async () => (await import('./screens/people/People.tsx')).People },
  { path: '/d/$district/people/new', frame: 'district', load: async () => (await import('./screens/hand-person/HandPerson.tsx')).HandPerson },
  { path: '/d/$district/people/$id/edit', frame: 'district', load: async () => (await import('./screens/hand-person/HandPerson.tsx')).HandPerson },
  { path: '/fleet', frame: 'vendor', load: async () => (await import('./screens/fleet/Fleet.tsx')).Fleet },
  { path: '/fleet/holds', frame: 'vendor', load: async () => (await import('./screens/fleet-holds/FleetHolds.tsx')).FleetHolds },
  { path: '/fleet/requests', frame: 'vendor', load: async () => (await import('./screens/fleet-requests/FleetRequests.tsx')).FleetRequests },
  { path: '/fleet/links', frame: 'vendor', load: async () => (await import('./screens/fleet-links/FleetLinks.tsx')).FleetLinks },
  { path: '/fleet/clever', frame: 'vendor', load: async () => (await import('./screens/fleet-clever/FleetClever.tsx')).FleetClever },
  { path: '/fleet/feedback', frame: 'vendor', load: async () => (await import('./screens/guide-feedback/GuideFeedback.tsx')).GuideFeedback },
  { path: '/my/classes', frame: 'own', load: async () => (await import('./screens/my/MyClasses.tsx')).MyClasses },
  { path: '/my/classes/$id', frame: 'own', load: async () => (await import('./screens/my/MyClass.tsx')).MyClass },
  { path: '/help', frame: 'help', load: async () => (await import('./screens/help/HelpHome.tsx')).HelpHome },
  { path: '/help/$guide', frame: 'help', load: async () => (await import('./screens/help/HelpGuide.tsx')).HelpGuide },
] // prettier-ignore

/** Whether an address leads to a page of this console. */
export function isPage(to: string): boolean {
  const [path = ''] = to.split(/[?#]/)
  return patterns.some(pattern => pattern.test(path))
}

const patterns = pages.map(({ path }) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}/?$`))
