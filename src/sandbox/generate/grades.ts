import { grades } from '../../roster/grades.ts'

/** KG to 12: a grade is its place in this list, 0 to 12. */
export const gradeCodes: readonly string[] = grades.slice(grades.indexOf('KG'), grades.indexOf('12') + 1)
export const gradeCount = gradeCodes.length

type Stage = 'elementary' | 'middle' | 'high'

export function stageOf(grade: number): Stage {
  return grade < 6 ? 'elementary' : grade < 9 ? 'middle' : 'high'
}

/** `03,04,05` in one quoted cell; a single grade needs no quotes. */
export function gradeList(from: number, to: number): string {
  const codes = gradeCodes.slice(from, to + 1).join(',')
  return from === to ? codes : `"${codes}"`
}
