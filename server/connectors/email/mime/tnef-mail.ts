import type { TnefAttachment, TnefMessage } from './tnef.ts'

/** Lines of base64 in a mail (RFC 2045 §6.8). */
const lineLength = 76

/** Writes a message that Outlook embedded as an ordinary mail (message/rfc822), so that any mail client opens it. `html` and `text` are its body, read before. */
export function writeEmbeddedMail(
  message: TnefMessage,
  body: { html: string | null; text: string },
  name: (attachment: TnefAttachment) => string,
): Buffer {
  const boundary = `samvad-${message.attachments.length}-${message.subject.length}-part`
  const lines = [`Subject: ${encodeHeader(message.subject)}`]
  if (message.fromName || message.fromAddress)
    lines.push(`From: ${encodeHeader(message.fromName)} <${message.fromAddress.replaceAll(/[^\x21-\x7e]/g, '')}>`)
  if (message.sentAt) lines.push(`Date: ${message.sentAt.toUTCString().replace('GMT', '+0000')}`)
  lines.push('MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${boundary}"`, '')
  lines.push(`--${boundary}`, `Content-Type: text/${body.html === null ? 'plain' : 'html'}; charset=utf-8`, 'Content-Transfer-Encoding: base64', '')
  lines.push(fold(Buffer.from(body.html ?? body.text).toString('base64')))
  for (const attachment of message.attachments) {
    const type = attachment.message ? 'message/rfc822' : (attachment.contentType ?? 'application/octet-stream')
    lines.push(
      `--${boundary}`,
      `Content-Type: ${type.replaceAll(/[^\x21-\x7e]/g, '')}`,
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name(attachment).toWellFormed())}`,
    )
    lines.push('Content-Transfer-Encoding: base64', '', fold(attachment.content.toString('base64')))
  }
  lines.push(`--${boundary}--`, '')
  return Buffer.from(lines.join('\r\n'))
}

const encodeHeader = (text: string) =>
  text === ''
    ? ''
    : /^[\x20-\x7e]*$/.test(text) && !text.includes('=?')
      ? text.replaceAll(/[<>"]/g, ' ')
      : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

/** One string: the lines of a large file are too many to be spread into arguments. */
function fold(base64: string): string {
  const lines: string[] = []
  for (let i = 0; i < base64.length; i += lineLength) lines.push(base64.slice(i, i + lineLength))
  return lines.join('\r\n')
}
