import { z } from 'zod'
import type { Declaration } from '../../src/http/route.ts'

/** What a schema takes, the least of it: enough to come past the checks of an address to the question who asks. */
export function sampleOf(schema: z.ZodType): unknown {
  return sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json)
}

/** JSON Schema as zod writes it, as far as our declarations go. */
type Json = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Json[]
  readonly oneOf?: readonly Json[]
  readonly properties?: Readonly<Record<string, Json>>
  readonly required?: readonly string[]
  readonly items?: Json
  readonly minItems?: number
  readonly minLength?: number
  readonly minimum?: number
  readonly format?: string
  readonly pattern?: string
}

const formats: Readonly<Record<string, string>> = {
  uuid: '0190a1b2-0000-7000-8000-000000000001',
  date: '2026-09-02',
  'date-time': '2026-09-02T07:00:00Z',
  email: 'ada.park@lincoln.example',
}

function sample(schema: Json): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first !== undefined) return sample(first)
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  if (type === 'object') return objectOf(schema)
  if (type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}))
  if (type === 'boolean') return false
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  return schema.format === undefined ? textOf(schema) : (formats[schema.format] ?? 'a')
}

/** What a refinement asks for, which no schema tells. */
const named: Readonly<Record<string, string>> = { time: '02:00', repeat: 'daily', zone: 'America/Chicago' }

function objectOf({ properties = {}, required = [] }: Json): Record<string, unknown> {
  return Object.fromEntries(required.map(name => [name, named[name] ?? sample(properties[name] ?? {})]))
}

/** Hexadecimal digits and times of day are what our patterns ask for; letters are among the former. */
function textOf({ minLength = 1, pattern }: Json): string {
  const tries = ['a'.repeat(Math.max(minLength, 1)), 'a'.repeat(Math.max(minLength, 12)), '02:00', '2026-09-02', '1']
  return tries.find(text => pattern === undefined || new RegExp(pattern).test(text)) ?? ''
} // prettier-ignore

/** An address with something in each of its places, and each thing it must be asked. */
export function urlOf({ url, params, query }: Declaration, given: Readonly<Record<string, string>>): string {
  const places = params === undefined ? {} : (sampleOf(params) as Record<string, unknown>) // params are objects
  const path = url.replaceAll(/:(\w+)/g, (_, name: string) => given[name] ?? String(places[name]))
  const asked = query === undefined ? {} : (sampleOf(query) as Record<string, unknown>) // so are queries
  const words = new URLSearchParams(
    Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return words.size === 0 ? path : `${path}?${words.toString()}`
}
