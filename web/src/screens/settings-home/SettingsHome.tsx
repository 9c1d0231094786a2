import { Icon } from '../../design/Icon.tsx'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Section } from '../../design/Section.tsx'
import { useLocked } from '../../session/may.ts'
import { settingsAreas, type Area } from '../../shell/areas.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import styles from './SettingsHome.module.css'

/** Everything that can be set, with a sentence on each; what the reader may not open says who can. */
export function SettingsHome() {
  const say = useSay()
  const { path, name } = useDistrict()
  return (
    <Page title={say('settings')} lead={say('settings.lead', { district: name })}>
      {settingsAreas(path).map(part => (
        <Section key={part.id} title={say(part.label ?? 'nav.general')}>
          <ul className={styles.areas}>
            {part.areas.map(area => (
              <AreaLine key={area.to} area={area} />
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  )
}

function AreaLine({ area }: { area: Area }) {
  const say = useSay()
  const locked = useLocked()(area.right)
  return (
    <li>
      <Icon name={locked ? 'lock' : area.icon} />
      <div>
        <h3>{locked ? say(area.label) : <Link to={area.to}>{say(area.label)}</Link>}</h3>
        <p>{say(area.about)}</p>
        {locked && <p>{locked}</p>}
      </div>
    </li>
  )
}
