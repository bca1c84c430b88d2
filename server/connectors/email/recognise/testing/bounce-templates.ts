import type { Refusal } from './refusals.ts'

/** The mail that bounced and where the bounce goes. */
export interface Bounced {
  /** Our address: the author of the lost mail. */
  author: string
  recipient: string
  messageId: string
}

type Template = (refusal: Refusal, bounced: Bounced) => string

const said = ({ words }: Refusal, { recipient }: Bounced) => words.replaceAll('%r', recipient)
const commandWords = { RCPT: 'RCPT TO command', DATA: 'end of DATA command', MAIL: 'MAIL FROM command' } as const
const lost = ({ author, recipient, messageId }: Bounced) =>
  `Received: from app.shop.example (app.shop.example [192.0.2.7])\n\tby relay.example.net with ESMTP id 4XyZ\n\tfor <${recipient}>; Mon, 3 Feb 2025 10:11:12 +0000\nFrom: Support <${author}>\nTo: ${recipient}\nSubject: Your order\nMessage-ID: <${messageId}>\nDate: Mon, 3 Feb 2025 10:11:12 +0000\n\nHello\n`
const head = (from: string, subject: string, bounced: Bounced, more = '') =>
  `Return-Path: <>\nReceived: from relay.example.net (relay.example.net [192.0.2.9]) by mx.shop.example with ESMTP id 1; Mon, 3 Feb 2025 10:12:13 +0000\nFrom: ${from}\nTo: ${bounced.author}\nSubject: ${subject}\nDate: Mon, 3 Feb 2025 10:12:13 +0000\nMessage-ID: <${Math.abs(hash(from + subject + bounced.messageId))}@relay.example.net>\n${more}MIME-Version: 1.0\n`
const hash = (text: string) => [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7)

function report(notice: string, status: string, bounced: Bounced): string {
  const parts = [
    `Content-Type: text/plain; charset=utf-8\n\n${notice}`,
    `Content-Type: message/delivery-status\n\n${status}`,
    `Content-Type: message/rfc822\n\n${lost(bounced)}`,
  ]
  return `Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"\n\n${parts.map((part) => `--=_b\n${part}\n`).join('')}--=_b--\n`
}
const statusOf = (refusal: Refusal, bounced: Bounced) =>
  `Reporting-MTA: dns; relay.example.net\n\nFinal-Recipient: rfc822; ${bounced.recipient}\nAction: failed\nStatus: ${refusal.status}\nDiagnostic-Code: smtp; ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n`

const daemon = 'MAILER-DAEMON@relay.example.net (Mail Delivery System)'
const plain = 'Content-Type: text/plain; charset=utf-8\n\n'

/** Reports in the manner of the mail systems of the last thirty years: with and without a machine-readable part. */
export const bounceTemplates: Readonly<Record<string, Template>> = {
  postfix: (refusal, bounced) =>
    head(daemon, 'Undelivered Mail Returned to Sender', bounced, 'Auto-Submitted: auto-replied\n') +
    report(
      `This is the mail system at host relay.example.net.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n                   The mail system\n\n<${bounced.recipient}>: host mx.customer.example[192.0.2.50] said:\n    ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)} (in reply to ${commandWords[refusal.command]})`,
      statusOf(refusal, bounced),
      bounced,
    ),
  sendmail: (refusal, bounced) =>
    head('Mail Delivery Subsystem <MAILER-DAEMON@relay.example.net>', 'Returned mail: see transcript for details', bounced, 'Auto-Submitted: auto-generated (failure)\n') +
    report(
      `The original message was received at Mon, 3 Feb 2025 10:11:12 GMT\nfrom localhost\n\n   ----- The following addresses had permanent fatal errors -----\n<${bounced.recipient}>\n    (reason: ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)})\n\n   ----- Transcript of session follows -----\n... while talking to mx.customer.example.:\n>>> ${refusal.command === 'MAIL' ? 'MAIL From:<x>' : 'DATA'}\n<<< ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}${refusal.command === 'RCPT' ? '\n<<< 503 5.0.0 Need RCPT (recipient)' : ''}`,
      statusOf(refusal, bounced),
      bounced,
    ),
  exim: (refusal, bounced) =>
    head('Mail Delivery System <Mailer-Daemon@relay.example.net>', 'Mail delivery failed: returning message to sender', bounced, `X-Failed-Recipients: ${bounced.recipient}\nAuto-Submitted: auto-replied\n`) +
    `${plain}This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${bounced.recipient}\n    host mx.customer.example [192.0.2.50]\n    SMTP error from remote mail server after ${refusal.command === 'DATA' ? 'end of data' : `${refusal.command === 'MAIL' ? 'MAIL FROM' : 'RCPT TO'}:<${bounced.recipient}>`}:\n    ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n\n------ This is a copy of the message, including all the headers. ------\n\n${lost(bounced)}`,
  qmail: (refusal, bounced) =>
    head('MAILER-DAEMON@relay.example.net', 'failure notice', bounced) +
    `${plain}Hi. This is the qmail-send program at relay.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${bounced.recipient}>:\n192.0.2.50 ${refusal.command === 'DATA' ? 'failed after I sent the message' : 'does not like recipient'}.\nRemote host said: ${refusal.replyCode} ${said(refusal, bounced)}\n\n--- Below this line is a copy of the message.\n\n${lost(bounced)}`,
  courier: (refusal, bounced) =>
    head('"Courier mail server at relay.example.net" <@>', 'NOTICE: mail delivery status.', bounced).replace('<@>', '<postmaster@relay.example.net>') +
    report(
      `This is a delivery status notification from relay.example.net,\nrunning the Courier mail server.\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<${bounced.recipient}>:\n    mx.customer.example [192.0.2.50]:\n    >>> ${refusal.command}\n    <<< ${refusal.replyCode} ${said(refusal, bounced)}`,
      statusOf(refusal, bounced),
      bounced,
    ),
  exchange2003: (refusal, bounced) =>
    head('System Administrator <postmaster@relay.example.net>', 'Undeliverable: Your order', bounced, 'X-MS-Embedded-Report:\n') +
    `Content-Type: multipart/mixed; boundary="=_x"\n\n--=_x\nContent-Type: text/plain\n\nYour message\n\n  To:      ${bounced.recipient}\n  Subject: Your order\n\ndid not reach the following recipient(s):\n\n${bounced.recipient} on Mon, 3 Feb 2025 10:11:12 -0000\n    ${said(refusal, bounced)}\n    <relay.example.net #${refusal.status} smtp;${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}>\n\n--=_x\nContent-Type: message/rfc822\n\n${lost(bounced)}\n--=_x--\n`,
  exchangeOnline: (refusal, bounced) =>
    head('Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@customer.example>', 'Undeliverable: Your order', bounced, 'X-MS-Exchange-Message-Is-Ndr:\n') +
    report(
      `Your message to ${bounced.recipient} couldn't be delivered.\n\nDiagnostic information for administrators:\n\nGenerating server: AM1.prod.outlook.com\n\n${bounced.recipient}\nRemote Server returned '${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}'`,
      statusOf(refusal, bounced),
      bounced,
    ),
  domino: (refusal, bounced) =>
    head('Postmaster@relay.example.net', `DELIVERY FAILURE: ${said(refusal, bounced)}`, bounced) +
    report(`Your message\n\n  Subject: Your order\n\nwas not delivered to:\n\n  ${bounced.recipient}\n\nbecause:\n\n  ${said(refusal, bounced)}`, statusOf(refusal, bounced).replace(/Status: .*\n/, 'Status: 5.0.0\n'), bounced),
  gmail: (refusal, bounced) =>
    head('Mail Delivery Subsystem <mailer-daemon@googlemail.com>', 'Delivery Status Notification (Failure)', bounced, `X-Failed-Recipients: ${bounced.recipient}\nAuto-Submitted: auto-replied\n`) +
    `${plain}Delivery to the following recipient failed permanently:\n\n     ${bounced.recipient}\n\nTechnical details of permanent failure:\nThe error that the other server returned was:\n${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n\n----- Original message -----\n\n${lost(bounced)}`,
  yahoo: (refusal, bounced) =>
    head('MAILER-DAEMON@yahoo.example', 'Failure Notice', bounced) +
    `${plain}Sorry, we were unable to deliver your message to the following address.\n\n<${bounced.recipient}>:\n${refusal.replyCode}: ${said(refusal, bounced)}\n\n--- Below this line is a copy of the message.\n\n${lost(bounced)}`,
  openSmtpd: (refusal, bounced) =>
    head('Mailer Daemon <MAILER-DAEMON@relay.example.net>', 'Delivery status notification: error', bounced) +
    `${plain}    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n${bounced.recipient}: ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n\n    Below is a copy of the original message:\n\n${lost(bounced)}`,
  gmx: (refusal, bounced) =>
    head('"Mail Delivery System" <mailer-daemon@kundenserver.example>', 'Mail delivery failed: returning message to sender', bounced) +
    `${plain}This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error.\n\nThe following address failed:\n\n${bounced.recipient}:\nSMTP error from remote server for ${refusal.command === 'DATA' ? 'TEXT' : 'RCPT TO'} command, host: mx.customer.example (192.0.2.50) reason: ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n\n--- The header of the original message is following. ---\n\n${lost(bounced)}`,
  amazonSes: (refusal, bounced) =>
    head('MAILER-DAEMON@eu-west-1.amazonses.com', 'Delivery Status Notification (Failure)', bounced) +
    report(`An error occurred while trying to deliver the mail to the following recipients:\n${bounced.recipient}`, statusOf(refusal, bounced), bounced),
  mailRu: (refusal, bounced) =>
    head('mailer-daemon@corp.mail.example', 'Ваше сообщение не доставлено. Mail failure.', bounced, `X-Failed-Recipients: ${bounced.recipient}\nAuto-Submitted: auto-replied\n`) +
    `${plain}Это письмо создано автоматически сервером, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n  ${bounced.recipient}\n    SMTP error from remote mail server after ${refusal.command === 'DATA' ? 'end of data' : 'RCPT TO'}:\n    host mx.customer.example [192.0.2.50]: ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n\n------ This is a copy of the message, including all the headers. ------\n\n${lost(bounced)}`,
  japaneseGateway: (refusal, bounced) =>
    head('POSTMASTER <postmaster@relay.example.net>', 'failure notice', bounced, 'X-Mailer: m-FILTER\n').replace('Return-Path: <>', 'Return-Path: <postmaster@relay.example.net>') +
    `${plain}このメールは自動的に生成して送信しています。\n下記の理由によりこのメールは送信できませんでした。\n\n以下のメールアドレスへの送信に失敗しました。\n${bounced.recipient}\n\n-------server message\n${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n\n-------SMTP command\n${refusal.command}\n\n-------original message\n${lost(bounced)}`,
  mailFoundry: (refusal, bounced) =>
    head('MAILER-DAEMON@relay.example.net', 'Message delivery has failed', bounced) +
    `Content-Type: multipart/mixed; boundary="=_f"\n\n--=_f\nContent-Type: text/plain\n\nUnable to deliver message to: <${bounced.recipient}>\nDelivery failed for the following reason:\nServer mx.customer.example[192.0.2.50] failed with: ${refusal.replyCode} ${refusal.status} ${said(refusal, bounced)}\n\nThis has been a permanent failure.  No further delivery attempts will be made.\n\n--=_f\nContent-Type: message/rfc822\n\n${lost(bounced)}\n--=_f--\n`,
  iMail: (refusal, bounced) =>
    head('"Postmaster" <postmaster@relay.example.net>', 'Undeliverable Mail', bounced, 'X-Mailer: <SMTP32 v990729>\n').replace('Return-Path: <>\n', '') +
    `${plain}undeliverable to ${bounced.recipient}\n${refusal.replyCode} ${said(refusal, bounced)}\n\nOriginal message follows.\n\n${lost(bounced)}`,
} // oxfmt-ignore
