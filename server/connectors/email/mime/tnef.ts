import { decodeText, metaCharset } from './charset.ts'
import { charsetOfCodePage } from './charset-names.ts'
import { mapi, mapiTypes, readMapiProperties } from './mapi-properties.ts'
import type { MapiValue } from './mapi-properties.ts'
import { decompressRtf } from './rtf-compression.ts'

/** A file in a TNEF stream. `message` is set instead of content for an embedded message. */
export interface TnefAttachment {
  name: string
  contentType: string | null
  contentId: string | null
  content: Buffer
  message: TnefMessage | null
}

export interface TnefMessage {
  /** "IPM.Note", "IPM.Microsoft Schedule.MtgReq" …; empty when the stream does not say. */
  messageClass: string
  subject: string
  fromName: string
  fromAddress: string
  sentAt: Date | null
  text: string | null
  html: string | null
  /** Decompressed RTF body, one character per byte. */
  rtf: string | null
  attachments: TnefAttachment[]
}

const signature = 0x223e9f78
const deepest = 10
const mostAttachments = 2000

/** Attributes of [MS-OXTNEF] §2.1.3.2, type in the high half. */
const attribute = {
  from: 0x00008000,
  subject: 0x00018004,
  dateSent: 0x00038005,
  messageClass: 0x00078008,
  body: 0x0002800c,
  attachData: 0x0006800f,
  attachTitle: 0x00018010,
  attachTransportName: 0x00069001,
  attachRendering: 0x00069002,
  messageProperties: 0x00069003,
  attachProperties: 0x00069005,
  codePage: 0x00069007,
} as const

/** Does a TNEF stream begin here? */
export const isTnef = (bytes: Buffer) => bytes.length >= 6 && bytes.readUInt32LE(0) === signature

/**
 * Reads a winmail.dat stream ([MS-OXTNEF]): body as text, HTML and RTF, files with their long names, embedded messages. A stream that is cut short gives
 * what came before the cut. null when it is no TNEF. Checksums are not insisted on: several senders write wrong ones.
 */
export function readTnef(bytes: Buffer, depth = 0): TnefMessage | null {
  return isTnef(bytes) && depth <= deepest ? new TnefReader(bytes, depth).read() : null
}

interface Draft {
  title: Buffer | null
  transportName: Buffer | null
  data: Buffer | null
  properties: Map<number, MapiValue>
}

class TnefReader {
  private readonly bytes: Buffer
  private readonly depth: number
  private charset = 'windows-1252'
  private readonly attributes = new Map<number, Buffer>()
  private properties = new Map<number, MapiValue>()
  private readonly drafts: Draft[] = []

  constructor(bytes: Buffer, depth: number) {
    this.bytes = bytes
    this.depth = depth
  }

  read(): TnefMessage {
    const { bytes } = this
    let at = 6
    while (at + 9 <= bytes.length) {
      const level = bytes[at]!
      if (level !== 1 && level !== 2) break
      const id = bytes.readUInt32LE(at + 1)
      const length = bytes.readUInt32LE(at + 5)
      const value = bytes.subarray(at + 9, Math.min(at + 9 + length, bytes.length))
      if (level === 1) this.readMessageAttribute(id, value)
      else this.readAttachmentAttribute(id, value)
      at += 9 + length + 2
    }
    return this.message()
  }

  private readMessageAttribute(id: number, value: Buffer): void {
    if (id === attribute.codePage && value.length >= 4) this.charset = charsetOfCodePage(value.readUInt32LE(0))
    else if (id === attribute.messageProperties) this.properties = readMapiProperties(value)
    else this.attributes.set(id, value)
  }

  private readAttachmentAttribute(id: number, value: Buffer): void {
    if ((id === attribute.attachRendering || this.drafts.length === 0) && this.drafts.length < mostAttachments) {
      this.drafts.push({ title: null, transportName: null, data: null, properties: new Map() })
    }
    const draft = this.drafts.at(-1)!
    if (id === attribute.attachTitle) draft.title = value
    else if (id === attribute.attachTransportName) draft.transportName = value
    else if (id === attribute.attachData) draft.data = value
    else if (id === attribute.attachProperties) draft.properties = readMapiProperties(value)
  }

  private message(): TnefMessage {
    const html = this.properties.get(mapi.html)
    const rtf = this.properties.get(mapi.rtfCompressed)
    const bodyAttribute = this.attributes.get(attribute.body)
    return {
      messageClass: this.textOf(mapi.messageClass) ?? this.oemText(this.attributes.get(attribute.messageClass)) ?? '',
      subject: this.textOf(mapi.subject) ?? this.oemText(this.attributes.get(attribute.subject)) ?? '',
      fromName: this.textOf(mapi.senderName) ?? '',
      fromAddress: this.textOf(mapi.senderSmtp) ?? this.textOf(mapi.senderAddress) ?? '',
      sentAt: dateOf(this.properties.get(mapi.clientSubmitTime)) ?? dateOfAttribute(this.attributes.get(attribute.dateSent)),
      text: this.textOf(mapi.body) ?? this.oemText(bodyAttribute),
      html: html ? this.htmlText(html) : null,
      rtf: rtf ? decompressRtf(rtf.bytes) : null,
      attachments: this.drafts.map((draft) => this.attachment(draft)).filter((found) => found !== null),
    }
  }

  private attachment(draft: Draft): TnefAttachment | null {
    const text = (id: number) => this.text(draft.properties.get(id))
    const object = draft.properties.get(mapi.attachData)
    const name =
      text(mapi.attachLongName) ??
      this.oemText(draft.transportName) ??
      text(mapi.attachFileName) ??
      this.oemText(draft.title) ??
      text(mapi.displayName) ??
      ''
    const contentType = text(mapi.attachMimeTag)
    const contentId = text(mapi.attachContentId)?.replace(/^<|>$/g, '') ?? null
    // An object begins with the 16-byte id of its interface ([MS-OXTNEF] §2.1.3.4.3): an embedded message is a whole TNEF stream, anything else OLE.
    if (object && object.type === mapiTypes.object) {
      const inner = object.bytes.subarray(16)
      const message = readTnef(inner, this.depth + 1)
      return { name, contentType, contentId, content: inner, message }
    }
    const content = draft.data ?? object?.bytes ?? null
    if (content === null && name === '') return null
    const embedded = content && isTnef(content) && /^$|untitled|\.msg$/i.test(name) ? readTnef(content, this.depth + 1) : null
    return { name, contentType, contentId, content: content ?? Buffer.alloc(0), message: embedded }
  }

  private textOf(id: number): string | null {
    return this.text(this.properties.get(id))
  }

  private text(value: MapiValue | undefined): string | null {
    if (!value) return null
    if (value.type === mapiTypes.unicode) return trimmed(new TextDecoder('utf-16le').decode(value.bytes))
    if (value.type === mapiTypes.string8) return this.oemText(value.bytes)
    return null
  }

  private oemText(bytes: Buffer | null | undefined): string | null {
    if (!bytes) return null
    const end = bytes.indexOf(0)
    return trimmed(decodeText(end < 0 ? bytes : bytes.subarray(0, end), this.charset).text)
  }

  private htmlText(value: MapiValue): string | null {
    if (value.type !== mapiTypes.binary) return this.text(value)
    const page = this.properties.get(mapi.internetCodePage)?.number
    return trimmed(decodeText(value.bytes, page ? charsetOfCodePage(page) : metaCharset(value.bytes), this.charset).text)
  }
}

/** Texts end in a NUL. */
const trimmed = (text: string) => text.replaceAll('\0', '')

/** FILETIME: 100 ns since 1601-01-01 UTC. */
function dateOf(value: MapiValue | undefined): Date | null {
  if (!value || value.type !== mapiTypes.systime || value.bytes.length < 8) return null
  const date = new Date(Number(value.bytes.readBigUInt64LE(0) / 10_000n) - 11_644_473_600_000)
  return Number.isNaN(date.getTime()) ? null : date
}

/** DTR: seven 16-bit numbers, year to weekday ([MS-OXTNEF] §2.1.3.3.4). */
function dateOfAttribute(bytes: Buffer | undefined): Date | null {
  if (!bytes || bytes.length < 12) return null
  const n = (i: number) => bytes.readUInt16LE(i * 2)
  const date = new Date(Date.UTC(n(0), n(1) - 1, n(2), n(3), n(4), n(5)))
  return n(0) < 1970 || Number.isNaN(date.getTime()) ? null : date
}
