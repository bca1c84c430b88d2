import { SendError, type Host, type OutboundMessage } from '../connector.ts'
import { loopTokenOf, signingKeysOf } from './keys.ts'
import { smtpSettingsOf } from './servers.ts'
import { domainOf, type EmailSettings } from './settings.ts'
import { MailSendError, type SendFault } from './smtp/mail-send-error.ts'
import type { OutgoingMail } from './smtp/outgoing-mail.ts'
import { sendMail } from './smtp/send-mail.ts'
import { makeMessageId } from './threading/message-id.ts'
import { trimReferences } from './threading/references.ts'
import { makeReplyAddress } from './threading/reply-address.ts'

/** The header that marks our mails, so that one that comes back is known for ours. */
const loopHeader = 'X-Samvad-Loop'

export function externalIdFor(ids: { conversationId: string; messageId: string }, host: Pick<Host, 'inbox' | 'secretFor'>): string {
  return makeMessageId(ids.conversationId, ids.messageId, domainOf(host.inbox.address), signingKeysOf(host))
}

/** The mail as it is sent; the same message gives the same mail at every attempt. */
export async function composeMail(message: OutboundMessage, settings: EmailSettings, host: Host): Promise<OutgoingMail> {
  const { address } = host.inbox
  const shop = settings.senderName || host.inbox.name
  return {
    from: { name: message.from.name && message.from.name !== shop ? `${message.from.name} · ${shop}` : shop, address },
    replyTo: {
      name: shop,
      address: settings.hasPlainReplyAddress ? address : makeReplyAddress(address, message.conversationId, signingKeysOf(host)),
    },
    to: [message.to],
    cc: message.cc,
    bcc: message.bcc,
    subject: message.subject,
    text: withQuote(message),
    ...(message.html ? { html: message.html } : {}),
    messageId: message.externalId!,
    ...(message.inReplyTo ? { inReplyTo: message.inReplyTo } : {}),
    references: trimReferences(message.references),
    date: message.writtenAt,
    headers: {
      [loopHeader]: loopTokenOf(host),
      ...(message.isAutomatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {}),
    },
    attachments: await Promise.all(
      message.files.map(async (file) => ({
        name: file.name,
        contentType: file.contentType,
        content: await file.read(),
        ...(file.contentId ? { contentId: file.contentId } : {}),
      })),
    ),
    ...(message.isAutomatic ? { returnPath: null } : {}),
  }
}

/** The customer's last words below ours, as people expect of mail. */
function withQuote({ text, history }: OutboundMessage): string {
  const last = history.findLast((one) => one.text.trim() !== '')
  if (!last) return text
  const quoted = last.text
    .trim()
    .slice(0, 20_000)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
  return `${text}\n\nOn ${last.at.toUTCString()}, ${last.authorName || 'you'} wrote:\n${quoted}\n`
}

const faults: Record<SendFault, SendError['fault']> = {
  recipient: 'recipient',
  sender: 'policy',
  credentials: 'credentials',
  policy: 'policy',
  quota: 'policy',
  server: 'server',
  network: 'network',
  content: 'content',
  too_large: 'too_large',
  stopped: 'network',
}

/** Gives one mail to the inbox's SMTP server. Errors: SendError. A recipient refused beside others that were taken shows in the detail. */
export async function send(
  message: OutboundMessage,
  settings: EmailSettings,
  host: Host,
): Promise<{ externalId: string | null; detail: string | null }> {
  const smtp = smtpSettingsOf(settings, host)
  if (!smtp) throw new SendError('never', 'set_up', null, 'No server to send by is set up for this inbox.')
  try {
    const sent = await sendMail(smtp, await composeMail(message, settings, host), host.signal)
    return { externalId: null, detail: sent.response }
  } catch (error) {
    if (!(error instanceof MailSendError)) throw error
    throw new SendError(
      error.retry,
      faults[error.fault],
      error.enhancedStatus ?? (error.code ? String(error.code) : null),
      error.text || error.message,
    )
  }
}
