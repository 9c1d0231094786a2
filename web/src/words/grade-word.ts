import { isMessage, useSay } from './say.tsx'

/** As students pass them; a code that is none of these comes last. */
const grades = [
  'new', '', 'IT', 'PR', 'PK', 'TK', 'KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13',
  'PS', 'UG', 'Other',
] // prettier-ignore

/** Grades as words ("Kindergarten", "Grade 7"), with those who are in none. */
export function useGradeWord(): { of(code: string): string; inOrder(codes: readonly string[]): string[] } {
  const say = useSay()
  const rank = (code: string) => (grades.includes(code) ? grades.indexOf(code) : grades.length)
  return {
    of: code => {
      if (code === '') return say('grade.none')
      if (/^(0[1-9]|1[0-3])$/.test(code)) return say('grade.number', { grade: Number(code) })
      const id = `grade.${code}`
      return isMessage(id) ? say(id) : code
    },
    inOrder: codes => codes.toSorted((a, b) => rank(a) - rank(b)),
  }
}
