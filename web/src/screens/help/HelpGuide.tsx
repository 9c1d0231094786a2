import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { readGuide, type Guide } from '../../guides/guide.ts'
import { isGuide, type GuideId } from '../../guides/list.ts'
import { Icon } from '../../design/Icon.tsx'
import { Page } from '../../design/Page.tsx'
import { Failed } from '../../design/PageStates.tsx'
import { Skeleton } from '../../design/Skeleton.tsx'
import { useSay } from '../../words/say.tsx'
import { useLocale } from '../../words/Words.tsx'
import { Missing } from '../../shell/Missing.tsx'
import { Contact } from './Contact.tsx'
import { FlowPicture } from './FlowPicture.tsx'
import { Helpful } from './Helpful.tsx'
import { Marked } from './Marked.tsx'
import { UpNext } from './UpNext.tsx'
import styles from './Help.module.css'

/** A guide: in short, then in full, then what people ask. */
export function HelpGuide() {
  const { guide = '' } = useParams({ strict: false })
  return isGuide(guide) ? <Read id={guide} key={guide} /> : <Missing />
}

function Read({ id }: { id: GuideId }) {
  const { locale } = useLocale()
  const { data, error } = useQuery({ queryKey: ['guide', id, locale], queryFn: () => readGuide(id, locale), staleTime: Infinity }) // prettier-ignore
  if (error) return <Failed error={error} />
  return data ? <Shown id={id} guide={data} /> : <Skeleton rows={12} />
}

function Shown({ id, guide }: { id: GuideId; guide: Guide }) {
  const say = useSay()
  useAnchor()
  return (
    <Page title={guide.title} lead={guide.lead} crumbs={[{ label: say('help'), to: '/help' }]}>
      <div className={styles.guide}>
        <article className={styles.article}>
          <section className={styles.summary} aria-labelledby="in-short">
            <h2 id="in-short">{say('help.short')}</h2>
            <ul>
              {guide.summary.map(line => (
                <li key={line}>
                  <Icon name="ok" size="s" />
                  <span>
                    <Marked text={line} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
          {guide.parts.map(part => (
            <section key={part.id} aria-labelledby={part.id}>
              <h2 id={part.id}>{part.title}</h2>
              {part.text?.map(line => (
                <p key={line}>
                  <Marked text={line} />
                </p>
              ))}
              {part.picture === 'flow' && <FlowPicture />}
              {part.steps && (
                <ol className={styles.steps}>
                  {part.steps.map(line => (
                    <li key={line}>
                      <Marked text={line} />
                    </li>
                  ))}
                </ol>
              )}
              {part.points && (
                <ul className={styles.points}>
                  {part.points.map(line => (
                    <li key={line}>
                      <Marked text={line} />
                    </li>
                  ))}
                </ul>
              )}
            </section>
          ))}
          <section aria-labelledby="questions">
            <h2 id="questions">{say('help.questions')}</h2>
            <div className={styles.questions}>
              {guide.questions.map(({ ask, answer }) => (
                <details key={ask}>
                  <summary>{ask}</summary>
                  <p>
                    <Marked text={answer} />
                  </p>
                </details>
              ))}
            </div>
          </section>
          <Helpful guide={id} />
          <UpNext guide={id} />
          <Contact guide={id} />
        </article>
        <OnThisPage guide={guide} />
      </div>
    </Page>
  )
}

function OnThisPage({ guide }: { guide: Guide }) {
  const say = useSay()
  return (
    <nav className={styles.toc} aria-labelledby="toc">
      <h2 id="toc">{say('help.onPage')}</h2>
      {guide.parts.map(({ id, title }) => (
        <a key={id} href={`#${id}`}>
          {title}
        </a>
      ))}
      <a href="#questions">{say('help.questions')}</a>
      <a href="#contact">{say('help.contact')}</a>
    </nav>
  )
}

/** A link to a part finds it only once the text has come. */
function useAnchor() {
  useEffect(() => {
    const part = decodeURIComponent(location.hash.slice(1))
    if (part !== '') document.getElementById(part)?.scrollIntoView()
  }, [])
}
