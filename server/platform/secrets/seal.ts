import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deriveKey, type InstanceKey, type InstanceKeys } from './instance-keys.ts'

const version = 's1'
const ivBytes = 12
const tagBytes = 16

/** A stored secret cannot be read: written with a key this installation no longer has, moved to another place, or changed. */
export class SecretUnreadable extends Error {
  readonly code: 'unknown_key' | 'damaged'
  constructor(code: 'unknown_key' | 'damaged', message: string) {
    super(message)
    this.name = 'SecretUnreadable'
    this.code = code
  }
}

/**
 * Encrypts a secret for the database with AES-256-GCM: `s1.<key id>.<base64url>`. `place` says where it belongs (`inbox/<id>/password`) and is needed again to
 * open it, so that a ciphertext copied to another row, or another workspace, does not open there.
 */
export function sealSecret(plain: string, keys: InstanceKeys, place: string): string {
  const [key] = keys
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(key, 'seal'), iv, { authTagLength: tagBytes })
  cipher.setAAD(boundTo(key, place))
  const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${version}.${key.id}.${sealed.toString('base64url')}`
}

/** The secret again. Errors: `SecretUnreadable` with `unknown_key` or `damaged`. */
export function openSecret(sealed: string, keys: InstanceKeys, place: string): string {
  const [mark, keyId, text, ...rest] = sealed.split('.')
  const bytes = Buffer.from(text ?? '', 'base64url')
  if (mark !== version || !keyId || rest.length > 0 || bytes.length < ivBytes + tagBytes)
    throw new SecretUnreadable('damaged', 'This is not a sealed secret.')
  const key = keys.find(({ id }) => id === keyId)
  if (!key) throw new SecretUnreadable('unknown_key', `The secret was sealed with the key "${keyId}", which this installation does not have.`)
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(key, 'seal'), bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
  decipher.setAAD(boundTo(key, place))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8')
  } catch {
    throw new SecretUnreadable('damaged', 'The sealed secret was changed or belongs to another place.')
  }
}

/** Was this sealed with an older key? Then open it and seal it again, and the older key can go in the end. */
export const needsReseal = (sealed: string, [current]: InstanceKeys): boolean => sealed.split('.')[1] !== current.id

const boundTo = (key: InstanceKey, place: string) => Buffer.from(`${version}\0${key.id}\0${place}`)
