import { useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { Icon } from '../design/Icon.tsx'
import { Link } from '../design/Link.tsx'
import { useSay } from '../words/say.tsx'
import { classes } from '../design/classes.ts'
import { useDistrict } from './district.ts'
import { settingsAreas } from './areas.ts'
import styles from './SettingsNav.module.css'

/** The left side of every settings page. On a phone it folds under a button that says where one is. */
export function SettingsNav() {
  const say = useSay()
  const { path } = useDistrict()
  const here = useRouterState({ select: state => state.location.pathname })
  const [open, setOpen] = useState(false)
  const parts = settingsAreas(path)
  const current = parts
    .flatMap(part => part.areas)
    .filter(area => isIn(here, area.to))
    .toSorted((a, b) => b.to.length - a.to.length)[0]
  return (
    <nav className={classes(styles.nav, open && styles.open)} aria-label={say('settings')}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls="settings-nav"
        onClick={() => setOpen(!open)}
      >
        <Icon name="list" />
        {say('settings.menu')}
        <span className={styles.where}>{current && say(current.label)}</span>
      </button>
      <div id="settings-nav" className={styles.body}>
        <p className={styles.title}>
          <Link to={`${path}/settings`}>{say('settings')}</Link>
        </p>
        {parts.map(part => (
          <div key={part.id}>
            {part.label && (
              <p className={styles.part} id={`nav-${part.id}`}>
                {say(part.label)}
              </p>
            )}
            <ul aria-labelledby={part.label ? `nav-${part.id}` : undefined}>
              {part.areas.map(area => (
                <li key={area.to}>
                  <Link
                    to={area.to}
                    aria-current={area === current ? 'page' : undefined}
                    onFollow={() => setOpen(false)}
                  >
                    <Icon name={area.icon} size="s" />
                    {say(area.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  )
}

function isIn(here: string, area: string): boolean {
  return here === area || here.startsWith(`${area}/`)
}
