import { expect, test } from 'vitest'
import { grades } from '../roster/grades.ts'
import { gradeOf, gradesOf, isGrade } from './grade-words.ts'

const words: readonly (readonly [word: string, grade: string | null])[] = [
  ['7', '07'],
  ['007', '07'],
  ['7.0', '07'],
  ['7th', '07'],
  ['7th grade', '07'],
  ['Grade 07', '07'],
  ['GR7', '07'],
  ['12', '12'],
  ['13', '13'],
  ['14', null],
  ['0', 'KG'],
  ['-1', 'PK'],
  ['-2', 'PR'],
  ['-3', null],
  ['kg', 'KG'],
  ['K', 'KG'],
  ['Pre-Kindergarten', 'PK'],
  ['PK4', 'PK'],
  ['Preschool', 'PR'],
  ['TK', 'TK'],
  ['Seventh Grade', '07'],
  ['Freshman', '09'],
  ['Infant/Toddler', 'IT'],
  ['ungraded', 'UG'],
  ['OTHER', 'Other'],
  ['Grade', null],
  ['Year 9', null],
  ['', null],
  ['7'.repeat(41), null],
]

test.each(words)('%j is grade %s', (word, grade) => {
  expect(gradeOf(word)).toBe(grade)
})

test('each code is itself, and no other spelling is a code', () => {
  for (const grade of grades) expect([isGrade(grade), gradeOf(grade)]).toEqual([true, grade])
  for (const word of ['7', 'kg', 'other', ' 07', '']) expect(isGrade(word)).toBe(false)
})

const cells: readonly (readonly [cell: string, grades: readonly (string | null)[]])[] = [
  ['9-12', ['09', '10', '11', '12']],
  ['K to 2', ['KG', '01', '02']],
  ['PK–01', ['PK', 'KG', '01']],
  ['TK-01', ['TK', 'KG', '01']],
  ['12-9', [null]],
  ['UG-12', [null]],
  ['6;7|8/9', ['06', '07', '08', '09']],
  ['6, 7', ['06', '07']],
  ['K 1 2', ['KG', '01', '02']],
  ['Grade 7', ['07']],
  ['Grade 7, Grade 8', ['07', '08']],
  ['["07","08"]', ['07', '08']],
  ['7, wizard', ['07', null]],
]

test.each(cells)('%j are grades %j', (cell, read) => {
  expect(gradesOf(cell)).toEqual(read)
})
