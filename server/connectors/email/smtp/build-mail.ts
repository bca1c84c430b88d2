import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { domainToASCII } from 'node:url'
import type { Correspondent, OutgoingAttachment, OutgoingMail, SmtpEnvelope } from './outgoing-mail.ts'

/** Some relays refuse very long header fields; the root and the newest ids are what threads hang on (RFC 5322 §3.6.4 sets no limit). */
const referencesKept = 20

/**
 * The mail's bytes with CRLF line ends. The same mail gives the same bytes: boundaries derive from the Message-ID. Bcc is left out.
 * Errors: those of an attachment's stream, and `Error` for a header that nodemailer refuses.
 */
export async function buildMail(mail: OutgoingMail): Promise<Uint8Array> {
  const attachments = await Promise.all((mail.attachments ?? []).map(readAttachment))
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const composer = new MailComposer({
    from: nodemailerAddress(mail.from),
    to: mail.to.map(nodemailerAddress),
    cc: (mail.cc ?? []).map(nodemailerAddress),
    ...(mail.replyTo ? { replyTo: nodemailerAddress(mail.replyTo) } : {}),
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId: `<${mail.messageId}>`,
    ...(mail.inReplyTo ? { inReplyTo: `<${mail.inReplyTo}>` } : {}),
    ...(mail.references?.length ? { references: trimReferences(mail.references).map((id) => `<${id}>`) } : {}),
    date: mail.date,
    headers: { ...mail.headers },
    attachments,
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: '\r\n',
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 24),
    boundaryPrefix: '--_samvad',
  })
  return composer.compile().build()
}

/** Sender and every recipient once, domains in ASCII (RFC 5321 without SMTPUTF8 knows no other). */
export function envelopeOf(mail: OutgoingMail): SmtpEnvelope {
  const everybody = [...mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])].map(({ address }) => asciiDomain(address))
  return { from: mail.returnPath === null ? '' : asciiDomain(mail.returnPath ?? mail.from.address), to: [...new Set(everybody)] }
}

/** Line breaks in an address could become commands or headers; there is no such address. */
function asciiDomain(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = domainToASCII(address.slice(at + 1))
  return at > 0 && domain ? `${address.slice(0, at)}@${domain}` : address
}

function nodemailerAddress({ name, address }: Correspondent): { name: string; address: string } {
  return { name: name.replaceAll(/[\r\n]+/g, ' '), address: address.replaceAll(/[\r\n]+/g, '') }
}

async function readAttachment({ name, contentType, content, contentId }: OutgoingAttachment) {
  const bytes = typeof content === 'function' ? await buffer(await content()) : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  return { filename: name, contentType, content: bytes, ...(contentId ? { cid: contentId, contentDisposition: 'inline' } : {}) }
}

function trimReferences(ids: readonly string[]): readonly string[] {
  const [first] = ids
  return first === undefined || ids.length <= referencesKept ? ids : [first, ...ids.slice(1 - referencesKept)]
}
