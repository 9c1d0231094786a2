import type { Hold } from '../../../../src/http/contract/holds.ts'
import { isMessage, useSay, useSayCode } from '../../words/say.tsx'
import { useGradeWord } from '../../words/grade-word.ts'

/** The cause as a sentence, and what usually lies behind it and who can mend it. */
export function useCauseWords(): (hold: Hold) => { readonly sentence: string; readonly note: string } {
  const say = useSay()
  const code = useSayCode()
  const word = useGradeWord()
  return ({ cause: { code: cause, facts }, schools, hazards }) => {
    const known = (id: unknown) =>
      schools.find(({ sourcedId }) => sourcedId === id)?.name ??
      hazards.find(({ school }) => school === id)?.schoolName ??
      String(id)
    const values = {
      ...facts,
      kind: facts.kind === undefined ? '' : code('kind', String(facts.kind)),
      school: facts.school === undefined ? '' : known(facts.school),
      grade: facts.grade === undefined ? '' : word.of(String(facts.grade)),
      from: facts.from === undefined ? '' : code('system', String(facts.from)),
      to: facts.to === undefined ? '' : code('system', String(facts.to)),
      hazard: facts.hazard === undefined ? '' : code('hazard', String(facts.hazard)),
    }
    const [id, note] = [`cause.${cause}`, `cause.${cause}.note`]
    return {
      sentence: isMessage(id) ? say(id, values) : say('cause.unknown'),
      note: isMessage(note) ? say(note, values) : say('cause.unknown.note'),
    }
  }
}
