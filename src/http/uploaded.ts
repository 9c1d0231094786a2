import type { FastifyRequest } from 'fastify'
import { RollbookError } from '../roster/errors.ts'
import { findSource } from '../sources/registry.ts'
import type { District } from '../store/districts.ts'
import { dropUpload, saveUpload, type Upload } from '../store/uploads.ts'
import { withoutPath } from '../sync/examine.ts'
import type { Office } from './office.ts'

export type NamedUpload = Upload & { readonly name: string }

/**
 * Takes the drop that a form brings, and looks whether it is one: what is no roster is not kept, and the sentence
 * names it as its sender does. Throws UPLOAD_MISSING, UPLOAD_CUT, UPLOAD_TOO_LARGE, UnreadableDrop.
 */
export async function takeUpload(
  { store }: Office,
  request: FastifyRequest,
  { districtId, zone }: District,
  system: string,
): Promise<NamedUpload> {
  const file = request.isMultipart() ? await request.file() : undefined
  if (file === undefined)
    throw new RollbookError('UPLOAD_MISSING', 'Cannot take this upload: there is no file in it. Choose the zip of OneRoster files') // prettier-ignore
  const name = fileName(file.filename)
  const upload = await saveUpload(store.data, districtId, file.file)
  try {
    const drop = await findSource(system).open({ path: upload.path }, { profile: 'tolerant', zone })
    await drop.close()
    return { ...upload, name }
  } catch (error) {
    await dropUpload(upload)
    if (!(error instanceof RollbookError)) throw error
    throw new RollbookError(error.code, withoutPath(error.message, upload.path, name), error.exit)
  }
}

/** The last part of whatever a browser calls it, in letters that can be shown. */
function fileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  return last.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').slice(0, 120) || 'drop.zip'
}
