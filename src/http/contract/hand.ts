import { z } from 'zod'
import { grades } from '../../roster/grades.ts'
import { districtParams } from './common.ts'

/** Roles that people can give; family comes with its students. */
export const handRoles = ['student', 'teacher', 'aide', 'counselor', 'principal', 'siteAdministrator', 'districtAdministrator'] as const // prettier-ignore

const name = z.string().trim().min(1).max(200)
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullable()
    .transform(text => (text === '' ? null : text))

export const handBody = z.object({
  givenName: name,
  familyName: name,
  preferredGivenName: optional(200),
  email: z
    .union([z.literal(''), z.email()])
    .nullable()
    .transform(text => (text === '' ? null : text)),
  username: optional(200),
  identifier: optional(200).describe('By it a later sync knows the same person, and adopts this one'),
  grade: z.enum(grades).nullable(),
  role: z.enum(handRoles),
  school: z.string().min(1).max(255).describe('sourcedId of a school of the roster'),
})
export type HandBody = z.input<typeof handBody>

export const handParams = districtParams.extend({ id: z.uuid() })
export const handMade = z.object({ id: z.string(), run: z.number().describe('It can be rolled back like any other') }) // prettier-ignore
export type HandMade = z.infer<typeof handMade>
