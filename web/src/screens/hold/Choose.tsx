import { useState } from 'react'
import type { Hold, PartView } from '../../../../src/http/contract/holds.ts'
import { useRead } from '../../data/queries.ts'
import { Button } from '../../design/Button.tsx'
import { RadioGroup } from '../../design/Field.tsx'
import { Section } from '../../design/Section.tsx'
import { isPage } from '../../pages.ts'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useSay } from '../../words/say.tsx'
import { choices, isChoice, type Choice } from './choices.ts'
import { Decide } from './Decide.tsx'
import { usePartWords } from './use-part-words.ts'
import styles from './Hold.module.css'

/** Six ways on, none of them chosen beforehand: approving is something a person does, not something they leave. Each says what it would do; what counts for this plan changes no limit. */
export function Choose({ hold, schools }: { hold: Hold; schools: readonly string[] }) {
  const say = useSay()
  const words = usePartWords()
  const locked = useLocked()('decide')
  const { api, path } = useDistrict()
  const mine = hold.approvals.find(one => !one.you)
  const [choice, setChoice] = useState<Choice | null>(agreed(mine))
  const chosen = mine?.schools ?? schools
  const asked = chosen.map(id => `school=${encodeURIComponent(id)}`).join('&')
  const some = useRead<PartView>(
    hold.divisible && chosen.length > 0 && choice === 'schools'
      ? `${api}/holds/${hold.plan}/part?${asked}`
      : null,
  )
  const parts: Readonly<Record<Choice, PartView | null>> = {
    whole: hold.whole,
    schools: some.data ?? null,
    additions: hold.additions,
    discard: null,
    again: null,
    pause: null,
  }
  const names = hold.schools.filter(({ sourcedId }) => chosen.includes(sourcedId)).map(({ name }) => name)
  const note = (one: Choice) => {
    if (one === 'schools' && !hold.divisible) return say('choice.schools.whole')
    if (one === 'schools') return say('choice.schools.note', { schools: names.length, all: hold.schools.length })
    if (one === 'whole' || one === 'additions') return words(one === 'whole' ? hold.whole : hold.additions)
    return say(`choice.${one}.note`)
  }
  const offered = choices.filter(one => {
    if (one === 'pause') return isPage(`${path}/settings/rostering/settings`)
    if (one === 'schools') return hold.schools.length > 1
    return one !== 'additions' || hold.additions.changes > 0
  })
  return (
    <Section title={say('choose')} note={say('choose.note')}>
      <div className={styles.choices}>
        <RadioGroup
          name="choice"
          label={say('choose.legend')}
          rows
          value={choice ?? ''}
          onChange={value => isChoice(value) && setChoice(value)}
          options={offered.map(one => ({
            value: one,
            label: say(`choice.${one}`),
            note: note(one),
            disabled: one === 'schools' && !hold.divisible,
          }))}
        />
        {choice === null ? (
          <Unchosen locked={locked} />
        ) : (
        <Decide
          key={choice}
          hold={hold}
          choice={choice}
          part={parts[choice]}
          schools={choice === 'schools' ? chosen : null}
          locked={locked}
        />
        )}
      </div>
    </Section>
  )
} // prettier-ignore

/** Nothing is chosen for somebody, but that a second person is asked about what the first one chose. */
function agreed(first: Hold['approvals'][number] | undefined): Choice | null {
  if (first === undefined) return null
  if (first.only === 'additions') return 'additions'
  return first.schools === null ? 'whole' : 'schools'
}

/** The button before there is a choice: it can be reached, and says what it waits for. */
function Unchosen({ locked }: { locked: string | null }) {
  const say = useSay()
  return (
    <div className={styles.decide}>
      <Button kind="primary" locked={locked ?? say('decide.choose')}>
        {say('decide.unchosen')}
      </Button>
    </div>
  )
}
