import { demoCompany } from '../../demo/agents.ts'

/** The receiving server that vouches for the senders of demo mails; the demo's inbox is told to believe it. */
export const demoMailServer = 'mx.lotus-home.test'

export interface CustomerMail {
  /** Without angle brackets. */
  messageId: string
  from: { name: string; address: string }
  subject: string
  text: string
  at: Date
  /** Ids of the mails before it in its thread, oldest first; the last one is answered. */
  thread: string[]
  attachments: { name: string; contentType: string; content: Buffer }[]
}

/** A mail of a customer as our server would have stored it: the sender's bytes, and its own verdict on the sender above them (RFC 8601). */
export async function writeCustomerMail({ messageId, from, subject, text, at, thread, attachments }: CustomerMail): Promise<Buffer> {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  return new MailComposer({
    headers: [
      { key: 'Authentication-Results', value: `${demoMailServer}; spf=pass smtp.mailfrom=${domain}; dkim=pass header.d=${domain}; dmarc=pass` },
    ],
    from,
    to: { name: demoCompany.name, address: demoCompany.supportAddress },
    subject: thread.length > 0 && !/^re:/i.test(subject) ? `Re: ${subject}` : subject,
    messageId: `<${messageId}>`,
    ...(thread.length > 0 ? { inReplyTo: `<${thread.at(-1)}>`, references: thread.map((id) => `<${id}>`) } : {}),
    date: at,
    text,
    attachments: attachments.map(({ name, ...rest }) => ({ ...rest, filename: name })),
    newline: '\r\n',
  })
    .compile()
    .build()
}
