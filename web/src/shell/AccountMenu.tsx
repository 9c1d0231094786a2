import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useContext, useState } from 'react'
import { write } from '../data/api.ts'
import { useWrite } from '../data/queries.ts'
import { Menu } from '../design/Menu.tsx'
import { useSession } from '../session/session.ts'
import { isMessage, useSay } from '../words/say.tsx'
import { useLocale } from '../words/Words.tsx'
import { DistrictContext } from './district.ts'
import { chosenTheme, chooseTheme, type Theme } from './theme.ts'
import styles from './Cover.module.css'

/** The initial at the top right: who is signed in as what, Settings, how the console looks and speaks, sign out. */
export function AccountMenu() {
  const say = useSay()
  const { who, vendor } = useSession()
  const district = useContext(DistrictContext)
  const { locale, choose } = useLocale()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const signOut = useSignOut()
  // The choice holds on this device in any case; this also makes mail speak it.
  const keep = useWrite((next: string) => write('PATCH', '/api/me', { locale: next }))
  const role = `role.${district?.role ?? who.role ?? who.kind}`
  const place = who.kind === 'vendor' ? vendor.name : (district?.name ?? '')
  return (
    <Menu
      label={say('account', { name: who.name })}
      trigger={who.initial}
      triggerClass={styles.avatar}
      head={
        <p className={styles.who}>
          <b>{who.name}</b>
          <span>{[isMessage(role) ? say(role) : null, place].filter(Boolean).join(', ')}</span>
          {who.email && <span>{who.email}</span>}
        </p>
      }
      parts={[
        {
          id: 'go',
          label: say('account.go'),
          entries: [
            ...(district && who.kind !== 'guest'
              ? [
                  {
                    id: 'settings',
                    label: say('settings'),
                    icon: 'settings' as const,
                    to: `${district.path}/settings`,
                  },
                ]
              : []),
            { id: 'profile', label: say('account.profile'), icon: 'person', to: '/me' },
            { id: 'help', label: say('help.guides'), icon: 'help', to: '/help' },
          ],
        },
        {
          id: 'theme',
          label: say('theme'),
          entries: (['light', 'dark', 'system'] as const).map(id => ({ id, label: say(`theme.${id}`) })),
          chosen: {
            id: theme,
            choose: id => {
              const next = id as Theme // One of the three above.
              setTheme(next)
              chooseTheme(next)
            },
          },
        },
        {
          id: 'language',
          label: say('language'),
          // Each language by its own name: who reads only one must find it.
          entries: [
            { id: 'en-US', label: 'English' },
            { id: 'es-US', label: 'Español' },
          ],
          chosen: {
            id: locale,
            choose: id => {
              const next = id === 'es-US' ? 'es-US' : 'en-US'
              choose(next)
              if (who.kind === 'member' || who.kind === 'vendor') keep.mutate(next)
            },
          },
        },
        {
          id: 'leave',
          label: say('signOut'),
          entries: [{ id: 'out', label: say('signOut'), icon: 'signout', onPress: () => void signOut() }],
        },
      ]}
    />
  )
}

/** Signs out, and forgets everything that was read: a shared computer's next reader starts from nothing. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  const router = useRouter()
  return async () => {
    await write('DELETE', '/api/session')
    router.history.push('/sign-in?out=1')
    queries.clear()
  }
}
