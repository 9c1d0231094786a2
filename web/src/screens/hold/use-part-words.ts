import type { PartView } from '../../../../src/http/contract/holds.ts'
import { useIntl } from 'react-intl'
import { useSay } from '../../words/say.tsx'

/** What a part would do, in a sentence: "Adds 6 people and 29 enrollments; removes 8 people." */
export function usePartWords(): (part: PartView) => string {
  const say = useSay()
  const intl = useIntl()
  return ({ kinds }) => {
    const listed = (op: 'added' | 'changed' | 'removed') =>
      intl.formatList(
        kinds.filter(row => row[op] > 0).map(row => say(`some.${row.kind}`, { count: row[op] })),
      )
    const said = (['added', 'changed', 'removed'] as const).flatMap(op => {
      const list = listed(op)
      return list === '' ? [] : [say(`part.${op}`, { list })]
    })
    return said.length === 0 ? say('part.nothing') : said.join(' ')
  }
}
