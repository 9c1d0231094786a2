import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/*
 * AES-256-GCM, a fresh IV each time. What is sealed for one place does not open in another, nor in another district.
 */

const ivBytes = 12
const tagBytes = 16

export function sealBytes(key: Buffer, place: readonly string[], bytes: Buffer): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(JSON.stringify(place)))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** null for what was changed, moved, or sealed with another key. */
export function openSealed(key: Buffer, place: readonly string[], sealed: Buffer): Buffer | null {
  if (sealed.length < ivBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes))
  decipher.setAAD(Buffer.from(JSON.stringify(place)))
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
  } catch {
    // The tag does not fit: whose fault that is the caller knows better.
    return null
  }
}

/** Eight digits by which people tell two values apart. Under a key, or a short value could be guessed from it. */
export function fingerprint(key: Buffer, value: string): string {
  return createHmac('sha256', key).update(`fingerprint\0${value}`).digest('hex').slice(0, 8)
}
