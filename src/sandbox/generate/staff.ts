import { chance } from './chance.ts'
import { stageOf } from './grades.ts'
import type { Cohort } from './timetable.ts'
import type { Role } from './users.ts'

/** Who a school employs, posts that teach last but aides: the order in which they stand in users.csv. */
export function posts(cohorts: readonly Cohort[]): Role[] {
  const students = cohorts.reduce((sum, cohort) => sum + cohort.students, 0)
  if (students === 0) return ['principal']
  const young = cohorts.filter(cohort => stageOf(cohort.grade) === 'elementary')
  const youngest = young.reduce((sum, cohort) => sum + cohort.students, 0)
  return [
    ...several('principal', 1),
    ...several('siteAdministrator', Math.floor(students / 500)),
    ...several('counselor', Math.floor(students / 400)),
    ...several('teacher', teachers(cohorts)),
    ...several('aide', Math.round(youngest / 60 + (students - youngest) / 150)),
  ]
}

/** One teacher per homeroom, one per dozen specials, and older students' teachers give five or six lessons a day. */
function teachers(cohorts: readonly Cohort[]): number {
  let wanted = 0
  for (const cohort of cohorts) {
    const young = stageOf(cohort.grade) === 'elementary'
    wanted += young ? cohort.width + (cohort.classes - cohort.width) / 12 : cohort.classes / 6.5
  }
  return Math.max(1, Math.ceil(wanted))
}

/** Music teachers and counselors often serve two schools: the last teacher of every third school visits the next. */
export function visits(seed: number, school: number, schools: number): boolean {
  return school + 1 < schools && chance(seed, school, 91) % 3 === 0
}

function several(role: Role, count: number): Role[] {
  return Array<Role>(count).fill(role)
}
