import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'

/*
 * Clever's official Swagger 2.0 files (Clever/swagger-api), as JSON. They list what a record may have; here nothing
 * else is let through, `x-nullable` lets null through, and dates and times must be some.
 */

type Schema = { [name: string]: unknown; properties?: Record<string, Schema> }
type Swagger = {
  readonly definitions: Record<string, Schema>
  readonly paths: Readonly<
    Record<string, { readonly get: { readonly responses: { readonly 200: { readonly schema: { readonly $ref: string } } } } }>
  >
} // prettier-ignore

/** `uri`, `links` and previous_attributes come beside what the file describes. */
const open = /Response$|^(Link|Event)$|Object$/

export type CleverSpec = {
  readonly paths: readonly string[]
  /** What is wrong with the body of a path, or with a record by the name of its definition. */
  faultsOf(path: string, body: unknown): string[]
  faultsOfOne(definition: string, record: unknown): string[]
}

export function cleverSpec(file: 'v3.1' | 'v3.1-events'): CleverSpec {
  const text = readFileSync(new URL(`../specs/clever/${file}.json`, import.meta.url), 'utf8')
  const spec = JSON.parse(text) as Swagger // the file is part of the tests
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat('datetime', time)
  ajv.addFormat('date-time', time)
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/)
  for (const [name, one] of Object.entries(spec.definitions)) spec.definitions[name] = strictly(name, one)
  ajv.addSchema({ definitions: spec.definitions, $id: file })
  const faults = (ref: string, value: unknown) => {
    const validate = ajv.getSchema(file + ref)
    if (validate === undefined) return [`the file has no ${ref}`]
    if (validate(value) === true) return []
    return (validate.errors ?? []).map(one => `${one.instancePath} ${one.message ?? ''} ${JSON.stringify(one.params)}`)
  } // prettier-ignore
  return {
    paths: Object.keys(spec.paths),
    faultsOf: (path, body) => faults(spec.paths[path]?.get.responses[200].schema.$ref ?? '#/none', body),
    faultsOfOne: (definition, record) => faults(`#/definitions/${definition}`, record),
  }
}

/** The documents have dates where the file has times. */
const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z)?$/

function strictly(name: string, schema: Schema): Schema {
  const { properties = {} } = schema
  const closed = schema.properties !== undefined && !open.test(name)
  const inner = Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, nullable(one)]))
  return { ...schema, properties: inner, ...(closed && { additionalProperties: false }) }
}

function nullable(schema: Schema): Schema {
  return schema['x-nullable'] === true && schema['$ref'] === undefined ? { anyOf: [schema, { type: 'null' }] } : schema // prettier-ignore
}
