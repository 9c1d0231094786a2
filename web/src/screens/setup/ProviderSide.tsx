import type { SetupView } from '../../../../src/http/contract/setup.ts'
import { Link } from '../../design/Link.tsx'
import text from '../../design/text.module.css'
import { useSession } from '../../session/session.ts'
import { Said, isMessage, useSay } from '../../words/say.tsx'
import { wayOf, type Sketch } from './ways.ts'
import styles from './Setup.module.css'

/** How people call the system that was chosen. */
export function useSystemName(): (answers: SetupView['answers']) => string {
  const say = useSay()
  return ({ system, systemName }) => {
    const id = `system.${system ?? ''}`
    return system === 'other' ? systemName : isMessage(id) ? say(id) : (system ?? '')
  }
}

/** What is done on the provider's side, one step after the other, with a sketch of the screen where it is done. */
export function ProviderSide({ view: { answers } }: { view: SetupView }) {
  const say = useSay()
  const { vendor } = useSession()
  const system = useSystemName()(answers)
  const way = wayOf(answers.system)
  return (
    <div className={text.stack}>
      <h3>{say('way.title', { system })}</h3>
      <ol className={styles.todo}>
        {way.steps.map(one => (
          <li key={one}>
            <Said id={one} values={{ vendor: vendor.name, system, b: inside => <strong>{inside}</strong> }} />
          </li>
        ))}
      </ol>
      {way.sketch && <Picture sketch={way.sketch} vendor={vendor.name} />}
      <p>
        <Link to={`/help/${way.guide}`}>{say('wizard.guide')}</Link>
      </p>
    </div>
  )
}

/** Drawn by us: everything in it is said in the steps too. */
function Picture({ sketch: { path, rows, look }, vendor }: { sketch: Sketch; vendor: string }) {
  const say = useSay()
  return (
    <figure className={styles.sketch}>
      <div aria-hidden="true" lang="en">
        <p>
          {path} &gt; {vendor}
        </p>
        {rows.map(([name, value]) => (
          <p key={name} className={name === look ? styles.look : undefined}>
            <span>{name}</span>
            <span>{value}</span>
          </p>
        ))}
      </div>
      <figcaption className={text.note}>{say('way.sketch')}</figcaption>
    </figure>
  )
}
