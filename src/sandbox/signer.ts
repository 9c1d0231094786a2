import { generateKeyPairSync, sign } from 'node:crypto'

const keyId = 'sandbox'

/** Signs what a provider says of somebody who signed in (JWT by RS256), and shows the key to check it by. */
export class Signer {
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 })

  publicKey() {
    return { ...this.#keys.publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }
  }

  sign(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${part(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), this.#keys.privateKey).toString('base64url')}`
  }
}
