import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { Version } from '../../src/sandbox/generate/columns.ts'

/*
 * The official OpenAPI files of 1EdTech, as published (the copy of 1.1 has a vendor's scope, which no body is judged
 * by). The validator knows nothing of how the sandbox makes its bodies.
 */

type Responses = Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
type OpenApi = {
  readonly $id?: string
  readonly paths: Readonly<Record<string, { readonly get?: { readonly responses: Responses } }>>
}

const files: Readonly<Record<Version, string>> = {
  '1.1': '1p1-strongmind-openapi_original.json',
  '1.2': 'onerosterv1p2rostersservice_openapi3_v1p0.json',
}

/** What an official file says of bodies. */
export type Official = {
  /** Every path that can be read, but gradebook and resources. */
  readonly paths: readonly string[]
  /** What is wrong with a body, by path and status; `default` is the body of a failure in 1.1. */
  faultsOf(path: string, status: string, body: unknown): string[]
}

const beside = /categor|lineItem|result|resource/i

export function official(version: Version): Official {
  const text = readFileSync(new URL(`../specs/${files[version]}`, import.meta.url), 'utf8')
  const spec = JSON.parse(text) as OpenApi // the file is part of the tests
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...spec, $id: version })
  const paths = Object.keys(spec.paths).filter(path => spec.paths[path]?.get && !beside.test(path))
  return {
    paths,
    faultsOf(path, status, body) {
      const at = path.replaceAll('~', '~0').replaceAll('/', '~1').replace(/[{}]/g, encodeURIComponent)
      const validate = ajv.getSchema(
        `${version}#/paths/${at}/get/responses/${status}/content/application~1json/schema`,
      )
      if (validate === undefined) return [`the specification has no body for ${path} ${status}`]
      if (validate(body) === true) return []
      return (validate.errors ?? []).map(
        one => `${one.instancePath} ${one.message ?? ''} ${JSON.stringify(one.params)}`,
      )
    },
  }
}
