import PostalMime from 'postal-mime'
import type { RawInbound } from '../../connector.ts'
import type { Words } from '../../contract-test-provider.ts'

const idOf = (id: string) => `<${id}@customers.example.com>`
export const addressOf = (person: string) => `${person}@example.com`

const rawOf = (headers: Record<string, string>, body: string): RawInbound => ({
  headers: {},
  body: Buffer.from(
    `${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')}\r\n\r\n${body}\r\n`,
  ),
  receivedAt: new Date('2026-11-21T10:00:00Z'),
})

/** A person's mail, as a mail program writes it. */
export const mailOf = (words: Words, more: Record<string, string> = {}): RawInbound =>
  rawOf(
    {
      ...more,
      From: `${words.name} <${addressOf(words.person)}>`,
      To: 'help@shop.test',
      Date: words.at.toUTCString(),
      Subject: words.answers ? 'Re: Kettle' : 'Kettle',
      'Message-ID': idOf(words.id),
      ...(words.answers ? { 'In-Reply-To': idOf(words.answers) } : {}),
      'MIME-Version': '1.0',
      'Content-Type': 'text/plain; charset=utf-8',
    },
    words.text,
  )

const machineHeaders = (id: string, contentType: string) => ({
  From: 'MAILER-DAEMON@example.com',
  To: 'help@shop.test',
  'Return-Path': '<>',
  Subject: 'About your mail',
  'Message-ID': idOf(id),
  Date: new Date('2026-11-21T10:00:00Z').toUTCString(),
  'MIME-Version': '1.0',
  'Content-Type': contentType,
})

/** The report of a server that could not deliver (RFC 3464). */
export const bounceOf = (externalId: string, person: string): RawInbound =>
  rawOf(
    machineHeaders(crypto.randomUUID(), 'multipart/report; report-type=delivery-status; boundary=b'),
    `--b\r\nContent-Type: text/plain\r\n\r\nUser unknown.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ${addressOf(person)}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${externalId}\r\n\r\n--b--`,
  )

/** The reader's program says that the mail was shown (RFC 8098). */
export const readReceiptOf = (externalId: string, person: string): RawInbound =>
  rawOf(
    {
      ...machineHeaders(crypto.randomUUID(), 'multipart/report; report-type=disposition-notification; boundary=b'),
      From: addressOf(person),
    },
    `--b\r\nContent-Type: text/plain\r\n\r\nIt was shown.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; ${addressOf(person)}\r\nOriginal-Message-ID: ${externalId}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--`,
  )

/** Mails in which nothing is what a mail program shows. */
export const unknownMails: Record<string, RawInbound> = {
  'only a part of a type that nobody has registered': rawOf(
    { ...machineHeaders('strange-1', 'application/x-nobody-knows'), From: addressOf('strange'), 'Return-Path': addressOf('strange') },
    '0123456789',
  ),
  'parts of parts without any text': rawOf(
    { ...machineHeaders('strange-2', 'multipart/mixed; boundary=c'), From: addressOf('strange'), 'Return-Path': addressOf('strange') },
    '--c\r\nContent-Type: model/vnd.parasolid.transmit.binary\r\nContent-Disposition: attachment\r\n\r\nabc\r\n--c--',
  ),
}

/** A mail of ours as its reader has it. */
export async function readSent(raw: Uint8Array): Promise<{ id: string | null; text: string }> {
  const { messageId, text } = await PostalMime.parse(raw)
  return { id: messageId ?? null, text: text ?? '' }
}
