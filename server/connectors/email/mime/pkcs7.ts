import { inflateSync } from 'node:zlib'
import { DerReader } from './der.ts'
import type { DerElement } from './der.ts'

/** What a CMS object (RFC 5652, RFC 8551 application/pkcs7-mime) is, and the MIME entity inside it where it can be read without a key. */
export type CmsContent = { kind: 'signed'; content: Buffer | null } | { kind: 'compressed'; content: Buffer } | { kind: 'enveloped' }

const OCTET_STRING = 4
const OBJECT_ID = 6
const mostInflatedBytes = 104_857_600

/** Reads a CMS object; null when it is none. A signature is not verified. `content` is null for a detached signature. */
export function readCms(bytes: Buffer): CmsContent | null {
  const reader = new DerReader(bytes)
  const info = reader.elementAt(0, bytes.length)
  if (!info || info.tag !== 0x30) return null
  const [type, explicit] = reader.children(info)
  if (!type || type.tag !== OBJECT_ID) return null
  const kind = kinds[reader.objectId(type)]
  if (kind === undefined) return null
  if (kind === 'enveloped' || !explicit) return kind === 'signed' ? { kind, content: null } : { kind: 'enveloped' }
  const sequence = reader.children(explicit, 1)[0]
  const content = sequence ? encapsulated(reader, sequence) : null
  if (kind === 'signed') return { kind, content }
  const plain = content ? inflate(content) : null
  return plain ? { kind, content: plain } : null
}

const kinds: Record<string, CmsContent['kind']> = {
  '1.2.840.113549.1.7.2': 'signed',
  '1.2.840.113549.1.7.3': 'enveloped',
  '1.2.840.113549.1.9.16.1.9': 'compressed',
  '1.2.840.113549.1.9.16.1.23': 'enveloped',
}

/** EncapsulatedContentInfo: the member of the sequence that begins with an object id and holds [0] EXPLICIT OCTET STRING. */
function encapsulated(reader: DerReader, sequence: DerElement): Buffer | null {
  for (const member of reader.children(sequence, 2)) {
    if (member.tag !== 0x30) continue
    const [type, explicit] = reader.children(member, 3)
    if (!type || type.tag !== OBJECT_ID || !explicit || explicit.tag !== 0xa0) continue
    const octets = reader.children(explicit, 4)[0]
    // Old Outlook writes the content as a constructed string, others as one.
    return octets && (octets.tag & 31) === OCTET_STRING ? reader.octets(octets, 5) : null
  }
  return null
}

function inflate(packed: Buffer): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: mostInflatedBytes })
  } catch {
    // Not zlib, or larger than anything we would show: it stays an attachment.
    return null
  }
}
