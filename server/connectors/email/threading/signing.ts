import { createHmac, timingSafeEqual } from 'node:crypto'

/** Keys of the installation; the first signs, all are accepted, so that a key can be changed without cutting old threads. */
export type SigningKeys = readonly [string, ...string[]]

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
/** 128 bits: nobody guesses a signature by sending mails. */
const macBytes = 16

/** Characters of a UUID or a signature in base32 (16 bytes). */
export const tokenLength = 26

/** Base32 of RFC 4648 in lower case without padding: survives systems that change the case of local parts. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let value = 0
  let bits = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) text += alphabet[(value >> (bits -= 5)) & 31]
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31]! : text
}

/** The bytes of a base32 text in either case, or null when a character is none of base32's or the unused last bits are set. */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes: number[] = []
  let value = 0
  let bits = 0
  for (const character of text.toLowerCase()) {
    const digit = alphabet.indexOf(character)
    if (digit < 0) return null
    value = ((value << 5) | digit) & 0xffff
    bits += 5
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255)
  }
  return (value & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : null
}

/** A UUID as 26 characters. Throws on anything that is no UUID: it would sign the wrong conversation. */
export function encodeUuid(uuid: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) throw new TypeError(`not a UUID: ${uuid}`)
  return encodeBase32(Buffer.from(uuid.replaceAll('-', ''), 'hex'))
}

/** 26 characters as a UUID, or null. */
export function decodeUuid(text: string): string | null {
  const bytes = text.length === tokenLength ? decodeBase32(text) : null
  if (bytes?.length !== 16) return null
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** HMAC-SHA256 over purpose and parts, cut to 128 bits, in base32. The purpose keeps one kind of token from passing as another. */
export function sign(purpose: string, parts: readonly string[], key: string): string {
  if (key.length < 16) throw new TypeError('the signing key is too short')
  return encodeBase32(mac(purpose, parts, key))
}

/** Whether a signature was made with one of the keys; compares in constant time (RFC 2104, timing). */
export function isSignedBy(signature: string, purpose: string, parts: readonly string[], keys: SigningKeys): boolean {
  const given = decodeBase32(signature)
  if (given?.length !== macBytes) return false
  return keys.map((key) => timingSafeEqual(given, mac(purpose, parts, key))).includes(true)
}

function mac(purpose: string, parts: readonly string[], key: string): Uint8Array {
  return createHmac('sha256', key)
    .update([`samvad:${purpose}:v1`, ...parts.map((part) => part.toLowerCase())].join('\n'))
    .digest()
    .subarray(0, macBytes)
}
