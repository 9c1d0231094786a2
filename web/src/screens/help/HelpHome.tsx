import { guideParts, guides } from '../../guides/list.ts'
import { useFrom } from './from.ts'
import { Link } from '../../design/Link.tsx'
import { Page } from '../../design/Page.tsx'
import { Section } from '../../design/Section.tsx'
import { useSay } from '../../words/say.tsx'
import { Contact } from './Contact.tsx'
import styles from './Help.module.css'

/** All guides, in the order in which somebody new would read them. */
export function HelpHome() {
  const say = useSay()
  const { query } = useFrom()
  return (
    <Page title={say('help.title')} lead={say('help.lead')}>
      <div className={styles.home}>
        {guideParts.map(part => (
          <Section key={part} title={say(`help.part.${part}`)}>
            <ul className={styles.list}>
              {guides
                .filter(guide => guide.part === part)
                .map(({ id }) => (
                  <li key={id}>
                    <Link to={`/help/${id}${query}`}>{say(`guide.${id}`)}</Link>
                    <p>{say(`guide.${id}.about`)}</p>
                  </li>
                ))}
            </ul>
          </Section>
        ))}
      </div>
      <div className={styles.article}>
        <Contact guide={null} />
      </div>
    </Page>
  )
}
