import iconv from 'iconv-lite'
import type { ParsedMail } from '../mail.ts'

/** A mail written by us in the manner of one client, and what a person would say is in it. */
export interface Sample {
  name: string
  raw: Buffer
  text: string
  /** Name, type and content of every attachment, in order. */
  attachments?: [name: string, contentType: string, content: string | Buffer][]
  /** Further fields that must be equal. */
  also?: Partial<ParsedMail>
  /** A piece that the HTML body holds; null when there must be no HTML. */
  html?: string | null
}

/** Lines to bytes: CRLF between lines, characters as UTF-8. */
export const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'utf8')

/** As `mail`, in another charset. */
export const mailIn = (charset: string, ...lines: string[]) => iconv.encode(lines.join('\r\n'), charset)

/** The same with every line ended by a bare CR. */
export const cr = (raw: Buffer) => Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\r'), 'latin1')
/** The same with every line ended by CR CR LF. */
export const crcrlf = (raw: Buffer) => Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\r\r\n'), 'latin1')

export const base64 = (content: string | Buffer) =>
  Buffer.from(content as string)
    .toString('base64')
    .replaceAll(/.{76}/g, '$&\r\n')

/** The smallest PNG: one pixel. */
export const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
