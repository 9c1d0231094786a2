import type { ReactNode } from 'react'
import type { Why } from '../../../../src/http/contract/why.ts'
import { classes } from '../../design/classes.ts'
import { Copy } from '../../design/Copy.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Icon } from '../../design/Icon.tsx'
import text from '../../design/text.module.css'
import tones from '../../design/tones.module.css'
import { useSession } from '../../session/session.ts'
import { useDistrict } from '../../shell/district.ts'
import { isMessage, useSay } from '../../words/say.tsx'
import styles from './People.module.css'

type Check = Why['checks'][number]

/** The answer in one sentence with whose turn it is, and the chain of checks behind it, to be copied whole. */
export function Chain({ why, title, children }: { why: Why; title: string; children?: ReactNode }) {
  const say = useSay()
  const owner = useOwner()
  const label = useLabel()
  const { name: district } = useDistrict()
  const { answer, checks } = why
  const failed = checks.filter(({ pass }) => !pass).length
  const copied = [
    `${title} (${why.subject.sourcedId}), ${district}`,
    answer,
    ...(why.owner === null ? [] : [`${say('people.who')}: ${owner(why.owner)}`]),
    ...checks.map(({ check, pass, detail, fix }) => [`${pass ? '[x]' : '[ ]'} ${label(check)}: ${sentence(detail)}`, ...(fix === null ? [] : [`    ${sentence(fix)}`])].join('\n')),
  ].join('\n')
  return (
    <>
      <section className={classes(styles.answer, failed === 0 ? styles.good : styles.wanting)} aria-label={say('people.answer')}>
        <h3 lang="en">{answer}</h3>
        <dl className={styles.facts}>
          <div>
            <dt>{say('people.who')}</dt>
            <dd>{why.owner === null ? say('people.who.nobody') : owner(why.owner)}</dd>
          </div>
          <div>
            <dt>{say('people.checks')}</dt>
            <dd>{say('people.checks.failed', { failed, count: checks.length })}</dd>
          </div>
        </dl>
        <div className={text.row}>
          <Copy text={copied} label={say('people.copy')} />
        </div>
        {children}
      </section>
      <ol className={styles.chain}>
        {checks.map((check, at) => (
          <Link key={`${check.check} ${at}`} check={check} label={label(check.check)} />
        ))}
      </ol>
      <Disclosure label={say('people.copies')}>
        <pre className={styles.copied} lang="en">
          {copied}
        </pre>
      </Disclosure>
    </>
  )
} // prettier-ignore

/** One link of the chain. */
function Link({ check: { pass, detail, owner, fix }, label }: { check: Check; label: string }) {
  const say = useSay()
  const ownerWord = useOwner()
  return (
    <li className={classes(styles.check, !pass && styles.broken)}>
      <span className={pass ? tones.ok : tones.caution}>
        <Icon name={pass ? 'ok' : 'caution'} />
      </span>
      <div>
        <h4>
          {label}
          <span className={classes(styles.verdict, pass ? tones.ok : tones.caution)}>
            {say(pass ? 'people.pass' : 'people.fail')}
          </span>
        </h4>
        <p lang="en">{sentence(detail)}</p>
        {!pass && (owner !== null || fix !== null) && (
          <p className={styles.fix}>
            {owner !== null && (
              <>
                <strong>{say('people.who')}:</strong> {ownerWord(owner)}.{' '}
              </>
            )}
            <span lang="en">{fix !== null && sentence(fix)}</span>
          </p>
        )}
      </div>
    </li>
  )
}

/** Details are clauses: on a line of their own they begin and end as sentences do. */
function sentence(clause: string): string {
  const [first = '', ...rest] = clause
  return `${first.toUpperCase()}${rest.join('')}${/[.!?]$/.test(clause) ? '' : '.'}`
}

function useOwner(): (owner: NonNullable<Why['owner']>) => string {
  const say = useSay()
  const { vendor } = useSession()
  return owner => say(`people.owner.${owner}`, { vendor: vendor.name })
}

/** "In the source?", and in a chain over a class of whom it is asked. */
function useLabel(): (check: string) => string {
  const say = useSay()
  return check => {
    const [, of, rest = check] = /^(user|class|enrollment) (.+)$/.exec(check) ?? []
    const id = `check.${rest.replaceAll(' ', '_')}`
    const word = isMessage(id) ? say(id) : rest
    const whose = `checkOf.${of ?? ''}`
    return isMessage(whose) ? say('check.of', { of: say(whose), check: word }) : word
  }
}
