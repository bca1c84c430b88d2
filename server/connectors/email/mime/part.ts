import { readStructuredField } from './parameters.ts'
import type { StructuredField } from './parameters.ts'
import { readTransferEncoding } from './transfer-encoding.ts'
import type { TransferEncoding } from './transfer-encoding.ts'
import type { HeaderField } from './header-lines.ts'

/** One part of a mail: its header, what the header says, and where its body lies in `bytes`. */
export interface MailPart {
  fields: HeaderField[]
  /** "text/plain"; the default of the place where none, or none that can be read, is given. */
  type: string
  typeField: StructuredField
  /** No Content-Type was given. */
  isTypeDefault: boolean
  disposition: string | null
  dispositionField: StructuredField
  encoding: TransferEncoding
  bytes: Buffer
  start: number
  end: number
  children: MailPart[]
  /** Multiparts: where the text before the first delimiter ends. */
  preambleEnd: number
}

/** First value of a field, or undefined. Where a field that may stand once is repeated, the first counts. */
export function fieldOf(fields: HeaderField[], name: string): string | undefined {
  for (const field of fields) if (field.name === name) return field.raw
  return undefined
}

/** What a header says of its part. A type that is no type ("text", "attachment") is mended or replaced by the default. */
export function describePart(fields: HeaderField[], bytes: Buffer, start: number, defaultType: string, note: (repair: string) => void): MailPart {
  let typeField = readStructuredField(fieldOf(fields, 'content-type'))
  if (typeField.value === '' && typeField.parameters.size === 0) {
    // A second, readable Content-Type is better than an empty first one.
    const other = fields.find((field) => field.name === 'content-type' && field.raw.includes('/'))
    if (other) typeField = readStructuredField(other.raw)
  }
  const dispositionField = readDisposition(fields)
  const { encoding, isKnown } = readTransferEncoding(fieldOf(fields, 'content-transfer-encoding') ?? '')
  if (!isKnown) note('transfer-encoding:unknown')
  const type = mendType(typeField, defaultType, note)
  return {
    fields,
    type,
    typeField,
    isTypeDefault: typeField.value === '',
    disposition: dispositionField.value === '' ? null : dispositionField.value,
    dispositionField,
    encoding,
    bytes,
    start,
    end: bytes.length,
    children: [],
    preambleEnd: start,
  }
}

/** Where two Content-Dispositions are given, the one that names a file. */
function readDisposition(fields: HeaderField[]): StructuredField {
  const all = fields
    .filter((field) => field.name === 'content-disposition')
    .slice(0, 5)
    .map((field) => readStructuredField(field.raw))
  return all.find((field) => field.parameters.has('filename')) ?? all[0] ?? readStructuredField(undefined)
}

const shortTypes: Record<string, string> = {
  text: 'text/plain',
  plain: 'text/plain',
  html: 'text/html',
  'plain/text': 'text/plain',
  'html/text': 'text/html',
  'text/text': 'text/plain',
  'text/htm': 'text/html',
  'text/plaintext': 'text/plain',
  multipart: 'multipart/mixed',
  rfc822: 'message/rfc822',
  'message/rfc-822': 'message/rfc822',
  'image/jpg': 'image/jpeg',
}

function mendType(field: StructuredField, defaultType: string, note: (repair: string) => void): string {
  const { value } = field
  if (value === '') return field.parameters.has('boundary') ? 'multipart/mixed' : defaultType
  if (value === 'image/jpg') return value
  const mended = shortTypes[value]
  if (mended) {
    note(`content-type:${value.slice(0, 40)}`)
    return mended
  }
  if (/^[^\s/;]+\/[^\s/;]+$/.test(value.slice(0, 300))) return value.slice(0, 300)
  note('content-type:unreadable')
  if (field.parameters.has('boundary')) return 'multipart/mixed'
  return value.startsWith('text/') ? 'text/plain' : field.parameters.has('name') ? 'application/octet-stream' : defaultType
}
