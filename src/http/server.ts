import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  hasZodFastifySchemaValidationErrors,
} from 'fastify-type-provider-zod'
import { RollbookError } from '../roster/errors.ts'
import { servesConsole } from './console-files.ts'
import { refusalOf, statusOf } from './errors.ts'
import { logRequests, type LogSink } from './log.ts'
import { measure } from './metrics.ts'
import { describe } from './openapi.ts'
import { health } from './health.ts'
import { register } from './register.ts'
import { routes } from './routes.ts'
import { endStreams } from './routes/live.ts'
import { secure } from './security.ts'
import type { Office } from './office.ts'

const mega = 1024 * 1024

/** The server, not yet listening. `log` gets one line of JSON an answer, without personal data. */
export async function buildServer(office: Office, log: LogSink): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: mega,
    // Ids of ours are short; whatever is longer looks for a weakness.
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    // Behind a proxy everybody has its address; what it says of them is believed where it is told to be.
    trustProxy: process.env.ROLLBOOK_TRUST_PROXY || false,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  secure(app, office.base)
  logRequests(app, log)
  measure(app, office)
  await app.register(cookie)
  await app.register(multipart, { limits: { files: 1, fileSize: 250 * mega, fields: 10 } })
  answerErrors(app, log)
  health(app, office)
  app.addHook('preClose', async () => endStreams())
  await describe(app)
  for (const declaration of routes) register(app, office, declaration)
  await servesConsole(app)
  return app
}

function answerErrors(app: FastifyInstance, log: LogSink): void {
  app.setErrorHandler(async (error, request, reply) => {
    const reference = request.id
    const known = hasZodFastifySchemaValidationErrors(error) ? invalid(error.validation) : frameworkError(error)
    const status = statusOf(known)
    // A message of a library may quote what was sent; the stack says where, without the values.
    if (status >= 500) log({ level: 'error', reference, code: codeOf(known), at: whereOf(known) })
    void reply.status(status)
    return { ...refusalOf(known, reference), ...fieldsOf(error, reference) }
  })
  app.setNotFoundHandler(async (request, reply) => {
    const error = new RollbookError('NOT_FOUND', `Cannot find this address: there is nothing here. Go back, or look at /api/docs`)
    void reply.status(404)
    return refusalOf(error, request.id)
  })
} // prettier-ignore

type Validation = readonly { readonly instancePath: string; readonly message?: string | undefined }[]

function invalid(problems: Validation): RollbookError {
  const names = problems.map(({ instancePath }) => instancePath.slice(1).replaceAll('/', '.')).filter(Boolean)
  return new RollbookError(
    'INPUT_INVALID',
    `Cannot accept this request: ${names.length === 0 ? 'it is not of the expected shape' : `check ${names.join(', ')}`}. See /api/docs for what is expected`,
  )
}

function fieldsOf(error: unknown, reference: string) {
  if (!hasZodFastifySchemaValidationErrors(error)) return {}
  const refusal = refusalOf(invalid(error.validation), reference)
  const fields = error.validation.map(({ instancePath, message }) => ({
    field: instancePath.slice(1).replaceAll('/', '.'),
    message: message ?? 'is not valid',
  }))
  return { error: { ...refusal.error, fields } }
}

/** Errors of the framework have a status of their own: a body too large, a type nobody reads. */
function frameworkError(error: unknown): unknown {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (error instanceof RollbookError || status >= 500 || Number.isNaN(status)) return error
  return new RollbookError('REQUEST_REFUSED', 'Cannot read this request: it is too large, cut off, or not JSON. Send JSON of at most 1 MB, or a zip of at most 250 MB where a file is asked for') // prettier-ignore
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code)
  return error instanceof Error ? error.name : 'unknown'
}

function whereOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack.split('\n').filter(line => line.trimStart().startsWith('at ')).slice(0, 6).map(line => line.trim()).join(' < ') // prettier-ignore
}
