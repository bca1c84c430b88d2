import { cleanName, nameOfMessage, typeOfName } from './attachment-name.ts'
import type { Collector } from './collector.ts'
import { htmlToText } from './html-to-text.ts'
import { readRtf } from './rtf-text.ts'
import { normaliseLines } from './text-lines.ts'
import { writeEmbeddedMail } from './tnef-mail.ts'
import { readTnef } from './tnef.ts'
import type { TnefAttachment, TnefMessage } from './tnef.ts'

/** Takes the files of a winmail.dat as attachments of the mail and keeps its body in reserve. False when the stream cannot be read at all. */
export function collectTnef(content: Buffer, collector: Collector, depth: number): boolean {
  const message = readTnef(content)
  if (!message) return false
  const body = bodyOf(message)
  collector.calendarMethod ??= methodOf(message.messageClass)
  if (message.attachments.length === 0 && body.html === null && body.text === '' && message.subject === '') {
    collector.reading.repairs.add('winmail:empty')
    if (content.length > 200) return false
  }
  if (body.html !== null || body.text !== '') collector.spareBodies.push({ plain: body.text === '' ? null : body.text, html: body.html })
  for (const attachment of message.attachments) {
    const embedded = attachment.message ? embed(attachment, attachment.message, depth) : attachment
    collector.attachments.push({
      name: nameOf(embedded),
      contentType: embedded.contentType?.toLowerCase() || typeOfName(embedded.name),
      content: embedded.content,
      contentId: embedded.contentId,
      contentLocation: null,
      disposition: 'attachment',
    })
  }
  return true
}

/** Outlook's word for invitations and their answers ([MS-OXOCAL] message classes, and their short forms in attMessageClass) as an iCalendar method. */
function methodOf(messageClass: string): string | null {
  if (/schedule\.(?:meeting\.resp|mtgresp)/i.test(messageClass)) return 'REPLY'
  if (/schedule\.(?:meeting\.cancel|mtgcncl)/i.test(messageClass)) return 'CANCEL'
  return /schedule\.(?:meeting\.request|mtgreq)/i.test(messageClass) ? 'REQUEST' : null
}

/** Body of a TNEF message: its HTML, that hidden in its RTF, its text, the RTF as text, in this order. */
export function bodyOf(message: TnefMessage): { html: string | null; text: string } {
  const rtf = message.rtf === null ? null : readRtf(message.rtf)
  const html = message.html?.trim() ? message.html : (rtf?.html ?? null)
  const text = message.text?.trim() ? message.text : (rtf?.text ?? '')
  return { html, text: normaliseLines(text || (html === null ? '' : htmlToText(html))).trim() }
}

/** An embedded message as a mail file, its own embedded messages first. */
function embed(attachment: TnefAttachment, message: TnefMessage, depth: number): TnefAttachment {
  const attachments = message.attachments.map((inner) => (inner.message && depth < 20 ? embed(inner, inner.message, depth + 1) : inner))
  const content = writeEmbeddedMail({ ...message, attachments }, bodyOf(message), (inner) => nameOf(inner) ?? 'attachment.bin')
  const name = attachment.name === '' || /^untitled attachment$/i.test(attachment.name) ? message.subject : attachment.name
  return { ...attachment, name: nameOfMessage(name.replace(/\.(?:msg|eml)$/i, '')) ?? '', contentType: 'message/rfc822', content, message }
}

const nameOf = (attachment: TnefAttachment) => cleanName(attachment.name) || null
