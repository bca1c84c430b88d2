import { createHash } from 'node:crypto'
import type { ConversationId, MessageId } from '../../../contract/ids.ts'
import type { Host, InboundFile, InboundItem, InboundReceipt, RawInbound, Sender } from '../connector.ts'
import type { ThreadClue } from '../thread-clue.ts'
import { loopTokenOf, signingKeysOf } from './keys.ts'
import type { MailAddress, ParsedMail } from './mime/mail.ts'
import { parseMail } from './mime/parse.ts'
import { recogniseMail } from './recognise/recognise.ts'
import type { Recognition } from './recognise/recognition.ts'
import { markQuotedHtml } from './reply/mark-html.ts'
import { splitReply } from './reply/split.ts'
import { domainOf, type EmailSettings } from './settings.ts'
import { threadingClues, type ThreadClue as MailClue } from './threading/match.ts'
import { readAuthentication } from './threading/sender-check.ts'
import { readReplyAddress } from './threading/reply-address.ts'

type ReceiveHost = Pick<Host, 'inbox' | 'secretFor' | 'now'>

/** One raw mail (RFC 5322) to one item: what a person wrote, or what a machine reports about a mail of ours. Never throws for bad mail. */
export function receive(raw: RawInbound, settings: EmailSettings, host: ReceiveHost): InboundItem[] {
  const mail = parseMail(raw.body)
  if (mail.repairs.includes('unreadable')) return [{ kind: 'unreadable', reason: 'not_a_mail' }]
  const own = { messageIdDomains: [domainOf(host.inbox.address)], addresses: [host.inbox.address], loopToken: loopTokenOf(host) }
  const recognition = recogniseMail(mail, own)
  const clues = threadingClues(mail, signingKeysOf(host)).map(toClue)
  if (recognition.classification === 'loop')
    return [{ kind: 'ignored', reason: `loop: ${recognition.because.join(', ').slice(0, 200)}`, classification: 'loop' }]
  const report = toReceipt(recognition, clues)
  if (report) return [report]
  return [toMessage(mail, recognition, clues, raw, settings, host)]
}

function toClue(clue: MailClue): ThreadClue {
  if (clue.kind === 'reply_address' || clue.kind === 'marker') return { kind: clue.kind, conversationId: clue.conversationId as ConversationId }
  if (clue.kind === 'own_message_id')
    return { kind: clue.kind, conversationId: clue.conversationId as ConversationId, messageId: clue.messageId as MessageId }
  if (clue.kind === 'thread_index') return { kind: clue.kind, root: clue.root }
  if (clue.kind === 'subject') return { kind: clue.kind, key: clue.key, suggestionOnly: true }
  return clue
}

/** Bounces, complaints and read receipts speak of one of our mails. */
function toReceipt({ classification, bounce, complaint, receipt }: Recognition, clues: ThreadClue[]): InboundReceipt | null {
  const rest = { kind: 'receipt', clues, isTemporary: false, reason: null, bounce: null, recipient: null } as const
  if (classification === 'bounce' && bounce) {
    const { status, recipient, messageId } = bounce
    return {
      ...rest,
      classification,
      externalId: messageId,
      state: 'failed',
      isTemporary: bounce.action === 'delayed',
      reason: [bounce.reason, status, bounce.diagnostic].filter(Boolean).join(' · ').slice(0, 500),
      recipient,
      bounce: { class: bounce.class, status, recipient, messageId },
    }
  }
  if (classification === 'complaint' && complaint)
    return {
      ...rest,
      classification,
      externalId: complaint.messageId,
      state: 'delivered',
      reason: `complaint: ${complaint.feedbackType}`,
      recipient: complaint.recipient,
    }
  if (classification === 'receipt' && receipt)
    return { ...rest, classification, externalId: receipt.messageId, state: /^(displayed|read)/.test(receipt.disposition) ? 'read' : 'delivered' }
  return null
}

function toMessage(
  mail: ParsedMail,
  recognition: Recognition,
  clues: ThreadClue[],
  raw: RawInbound,
  settings: EmailSettings,
  host: ReceiveHost,
): InboundItem {
  const { text, quotedText } = splitReply({ text: mail.text, html: mail.html })
  const from = mail.from ?? mail.sender ?? mail.replyTo[0] ?? { name: '', address: '' }
  const fingerprint = createHash('sha256')
    .update(`${from.address}\0${mail.sentAt?.getTime() ?? ''}\0${mail.subject}\0${mail.text}`)
    .digest('base64url')
    .slice(0, 22)
  const isOurs = isOwnAddress(host)
  const others = (list: MailAddress[], role: 'to' | 'cc') =>
    list.filter((one) => one.address.includes('@') && !isOurs(one.address)).map((one) => ({ sender: toSender(one), role }))
  return {
    kind: 'message',
    externalId: mail.messageId?.slice(0, 900) ?? null,
    fingerprint,
    from: toSender(from),
    at: mail.sentAt ?? raw.receivedAt,
    subject: mail.subject,
    text,
    quotedText,
    // Marked before the sanitiser drops the ids and classes by which programs say what they quoted.
    html: mail.html && markQuotedHtml(mail.html).html,
    files: filesOf(mail, raw),
    clues,
    references: {
      own: mail.messageId ? [mail.messageId.slice(0, 900)] : [],
      named: [...new Set([...mail.references, ...mail.inReplyTo])].map((id) => id.slice(0, 900)),
      threadRoot: mail.threadIndexRoot,
    },
    recipients: { to: mail.to, cc: mail.cc },
    others: [...others(mail.to, 'to'), ...others(mail.cc, 'cc')],
    classification: recognition.classification === 'auto_reply' ? 'auto_reply' : 'message',
    mayAutoReply: recognition.mayAutoReply,
    flags: flagsOf(mail, recognition, settings),
    clientKey: null,
  }
}

/** Each file costs a millisecond to keep, and nobody looks through more than this. */
const mostFiles = 1_000

/** The mail's files. Of more than anybody looks through the first, and then the mail itself, in which all of them are. */
function filesOf(mail: ParsedMail, raw: RawInbound): InboundFile[] {
  const files = mail.attachments
    .slice(0, mostFiles)
    .map(({ name, contentType, content, contentId, isInline }) => ({ name, contentType, content, contentId, isInline }))
  if (mail.attachments.length <= mostFiles) return files
  const whole = { name: 'original-mail-with-all-files.eml', contentType: 'message/rfc822', content: raw.body, contentId: null, isInline: false }
  return [...files, whole]
}

/** A mail without any sender still needs somebody to belong to; this address reaches nobody (RFC 2606). */
const nobody = 'unknown-sender@invalid'

const toSender = ({ name, address }: MailAddress): Sender => ({
  kind: 'email',
  address: (address.trim() || nobody).toLowerCase().slice(0, 320),
  name: name.trim().slice(0, 200),
  language: null,
  evidence: 'wrote_from',
})

/** Our own addresses on a mail are not participants: the inbox itself, also with a plus, and signed reply addresses. */
function isOwnAddress(host: ReceiveHost): (address: string) => boolean {
  const own = host.inbox.address.toLowerCase()
  const [local, domain] = [own.slice(0, own.lastIndexOf('@')), domainOf(own)]
  const keys = signingKeysOf(host)
  return (address) => {
    const lower = address.toLowerCase()
    return lower === own || (lower.startsWith(`${local}+`) && lower.endsWith(`@${domain}`)) || readReplyAddress(lower, keys) !== null
  }
}

function flagsOf(mail: ParsedMail, recognition: Recognition, settings: EmailSettings): string[] {
  const authentication = readAuthentication(mail, settings.trustedAuthServer ?? null)
  return [
    ...(authentication.dmarc === 'fail' ? ['dmarc_fail'] : []),
    ...(authentication.dmarc === 'pass' ? [] : ['unverified_sender']),
    ...(recognition.isList ? ['list'] : []),
    ...(mail.isEncrypted ? ['encrypted'] : []),
    ...mail.repairs.slice(0, 5).map((repair) => `repair:${repair}`.slice(0, 80)),
  ]
}
