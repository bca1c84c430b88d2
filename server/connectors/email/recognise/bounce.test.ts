import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDeliveryStatus } from './delivery-status.ts'
import { recogniseMail } from './recognise.ts'
import { splitReturnedText } from './returned-mail.ts'
import { buildMail } from './testing/build-mail.ts'

const own = { messageIdDomains: ['shop.example'], addresses: ['support@shop.example'], loopToken: 'installation-1' }
const recognise = (raw: string) => recogniseMail(buildMail(raw), own)
const returned = 'From: Support <support@shop.example>\nTo: kunde@customer.example\nSubject: Your order\nMessage-ID: <m-1@shop.example>\n\nHello\n'
const daemon = 'Return-Path: <>\nFrom: MAILER-DAEMON@relay.example\nTo: support@shop.example\n'

/** Reports that are awkward in one way each; what must be read from them is in the row. */
const cases: [name: string, raw: string, expected: { class: string; recipient: string | null; messageId: string | null; reason?: string; action?: string; status?: string | null; count?: number }][] = [
  ['a plain text without any code', `${daemon}Subject: Undeliverable\n\nYour message\n\n  Subject: Your order\n\nwas not delivered to:\n\n  kunde@customer.example\n\nbecause:\n\n  User kunde (kunde@customer.example) not listed in Domino Directory\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: null, reason: 'user_unknown', status: null }],
  ['only In-Reply-To names the lost mail', `From: post_master@gateway.example\nTo: support@shop.example\nIn-Reply-To: <m-1@shop.example>\nSubject: Re:Your order\n\nError: Invalid user address\n\nError message below:\n550 - Requested action not taken: no such user here\n\nMessage details:\n  MAIL FROM: support@shop.example\n  RCPT TO: 000@gateway.example\n`, { class: 'hard', recipient: '000@gateway.example', messageId: 'm-1@shop.example' }],
  ['a no-reply address with a copy of the mail', `From: no-reply@isp.example\nTo: support@shop.example\nSubject: メールエラー通知\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n送信先のメールボックスが一杯のため、送信できませんでした。\n\n     Could not be delivered to: <kunde@customer.example>\n     As their mailbox is full.\n\n--b\nContent-Type: message/rfc822\n\n${returned}\n--b--\n`, { class: 'soft', recipient: 'kunde@customer.example', messageId: 'm-1@shop.example', reason: 'mailbox_full' }],
  ['two recipients, one gone and one full', `${daemon}Subject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nThis is the mail system.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; full@customer.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\nFinal-Recipient: rfc822; gone@customer.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b\nContent-Type: message/rfc822\n\n${returned}\n--b--\n`, { class: 'hard', recipient: 'gone@customer.example', messageId: 'm-1@shop.example', status: '5.1.1', count: 2 }],
  ['a report wrapped by a gateway', `${daemon}Subject: Returned mail: User unknown\nContent-Type: multipart/mixed; boundary="o"\n\n--o\nContent-Type: text/plain\n\nThe original message was received at Thu\n\n----- The following addresses had permanent delivery errors -----\n\n--o\nContent-Type: message/rfc822\n\nFrom: Mail Delivery Subsystem <MAILER-DAEMON@inner.example>\nMessage-Id: <inner@inner.example>\nTo: support@shop.example\nSubject: Returned mail\nContent-Type: multipart/report; report-type=delivery-status; boundary="i"\n\n--i\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; inner.example\n\nFinal-Recipient: RFC822; kunde@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--i--\n--o--\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: 'inner@inner.example' }],
  ['an alias: the address we wrote to, not the one behind it', `${daemon}Subject: failure\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; internal-77@backend.example\nOriginal-Recipient: rfc822;kunde@customer.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n${returned}\n--b--\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: 'm-1@shop.example' }],
  ['a warning that it is still trying', `${daemon}Subject: Delayed Mail (still being retried)\n\nThis is the mail system at host relay.example.\n\nYour message could not be delivered for more than 1 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<kunde@customer.example>: Host or domain name not found. Name service error for name=customer.example type=A: Host not found\n\n----- message header follows -----\n\n${returned}`, { class: 'soft', recipient: 'kunde@customer.example', messageId: 'm-1@shop.example', action: 'delayed' }],
  ['nothing but a daemon', `${daemon}Subject: ?\n\n`, { class: 'soft', recipient: null, messageId: null, reason: 'undefined' }],
  ['a delivery-status part in a mixed mail', `From: <MAILER-DAEMON@relay.example>\nTo: support@shop.example\nSubject: Delivery Status\nContent-Type: Multipart/Mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n    --- The following addresses had delivery problems ---\n\n<kunde@customer.example>   (Unknown user kunde@customer.example)\n\n--b\nContent-Type: message/delivery-status\n\nOriginal-Recipient: <kunde@customer.example>\nAction: failed\nDiagnostic-Code: smtp; 550 Unknown user kunde@customer.example\n\n--b--\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: null }],
  ['the reason behind the status, the lost id in the report', `${daemon}Subject: x\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\nX-Original-Message-ID: <m-1@shop.example>\n\nFinal-Recipient: rfc822; kunde@customer.example\nAction: failed\nStatus: 5.4.4 (Illegal host/domain name found)\n\n--b--\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: 'm-1@shop.example', reason: 'host_unknown', status: '5.4.4' }],
  ['wrapped headers that lost their indentation', `${daemon}Subject: Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail delivery software.\n\nThe following address failed:\n\n<kunde@customer.example>\n\nReason:\ndelivery retry timeout exceeded\n\n--- The header of the original message is following. ---\n\nReceived: from [192.0.2.1] by web (via\nHTTP); Sat, 29 Nov 2014 00:33:08 +0100\n${returned}`, { class: 'soft', recipient: 'kunde@customer.example', messageId: 'm-1@shop.example', reason: 'expired' }],
  ['a postmaster whose report was wrapped by a virus gateway, parameter and all', `From: postmaster@corp.example\nTo: support@shop.example\nSubject: Delivery Status Notification (Failure)\nContent-Type: multipart/mixed; report-type=delivery-status; boundary="o"\n\n--o\nContent-Type: message/rfc822\n\nFrom: postmaster@corp.example\nTo: support@shop.example\nSubject: Delivery Status Notification (Failure)\nContent-Type: multipart/report; report-type=delivery-status; boundary="i"\n\n--i\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; inner.example\n\nFinal-Recipient: rfc822; kunde@customer.example\nAction: failed\nStatus: 5.1.1\n\n--i--\n--o--\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: null }],
  ['a gateway of no name that writes to our return path', `From: mailgate.7@corp.example\nTo: shop-bounces@shop.example\nSubject: RE: Your order : non remis (delivery failed)\n\nVotre message n'a pas pu etre delivre a\nkunde@customer.example\n`, { class: 'soft', recipient: 'kunde@customer.example', messageId: null, reason: 'undefined' }],
  ['a postponed delivery', `From: Postmaster <postmaster@isp.example>\nTo: support@shop.example\nSubject: Mail Delivery Warning\n\nThis is for your information only.\nDelivery of email to this address\n"kunde@customer.example"\nhas been postponed due to a full mailbox.\nWe will continue to try to deliver your message.\n`, { class: 'soft', recipient: 'kunde@customer.example', messageId: null, reason: 'mailbox_full', action: 'delayed' }],
  ['the host that a mail came from is nobody', `${daemon}Subject: Returned mail: Too many hops\n\nThe original message was received at Sat, 14 Oct 2000\nfrom uucp@localhost\n\n   ----- The following addresses had permanent fatal errors -----\nkunde@customer.example\n\n   ----- Transcript of session follows -----\n554 Too many hops 26 (25 max)\n`, { class: 'soft', recipient: 'kunde@customer.example', messageId: null, reason: 'routing_loop' }],
  ['an address with the type of Exchange before it', `${daemon}Subject: Undeliverable: Your order\n\nDelivery to the following recipients failed.\n\n  SMTP=kunde@customer.example\n  550 user unknown\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: null, reason: 'user_unknown' }],
  ['an older server that names only the user', `From: Postmaster <postmaster@isp.example>\nTo: support@shop.example\nSubject: Undeliverable Mail\n\nInvalid final delivery userid: kunde@customer.example\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: null, reason: 'user_unknown' }],
  ['mail refused by a filter after it was taken, told as a receipt (RFC 5429)', `${daemon}Subject: Automatically rejected mail\nAuto-Submitted: auto-replied (rejected)\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n--b\nContent-Type: text/plain\n\nYour message to <kunde@customer.example> was automatically rejected:\nQuota exceeded\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; kunde@customer.example\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--b--\n`, { class: 'soft', recipient: 'kunde@customer.example', messageId: null, reason: 'mailbox_full' }],
  ['"To:" of the lost mail is not who was not reached', `${daemon}Subject: Undeliverable: Your order\n\nYour message\n\n  To:      list@customer.example\n  Subject: Your order\n\ndid not reach the following recipient(s):\n\nkunde@customer.example on Fri, 20 Jul 2001\n    The recipient name is not recognized\n`, { class: 'hard', recipient: 'kunde@customer.example', messageId: null, reason: 'user_unknown' }],
  ['a status whose comment is only its meaning, while the words beside the address say why', `${daemon}Subject: Delivery Status Notification\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nkunde@customer.example; Failed; 5.1.1 (bad destination mailbox address)\n\n    SMTP diagnostic: 550 RCPT TO:<kunde@customer.example> max message size exceeded\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; kunde@customer.example\nAction: failed\nStatus: 5.1.1 (bad destination mailbox address)\n\n--b--\n`, { class: 'soft', recipient: 'kunde@customer.example', messageId: null, reason: 'message_too_large' }],
] // oxfmt-ignore

for (const [name, raw, expected] of cases)
  test(`bounce: ${name}`, () => {
    const { classification, bounce, mayAutoReply } = recognise(raw)
    assert.equal(classification, 'bounce')
    assert.equal(mayAutoReply, false)
    const { count, ...fields } = expected
    for (const [field, value] of Object.entries(fields)) assert.equal(bounce![field as 'status'], value, field)
    assert.equal(bounce!.recipients.length, count ?? 1)
  })

test('a delivery-status in CRLF is the same as in LF', () => {
  const text =
    'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.4.4\nDiagnostic-Code: X-Postfix; name\n    type=MX: gone'
  const fields = readDeliveryStatus(text)
  assert.equal(fields[0]!.diagnostic, 'name type=MX: gone')
  for (const end of ['\r\n', '\r\r\n', '\r']) assert.deepEqual(readDeliveryStatus(text.replaceAll('\n', end)), fields)
})

test('a positive delivery report is a receipt, not a bounce', () => {
  const seen = recognise(
    `${daemon}Subject: Successful\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: relayed\nStatus: 2.0.0\n\n--b--\n`,
  )
  assert.deepEqual([seen.classification, seen.receipt?.disposition], ['receipt', 'relayed'])
})

test('a delivery-status without blank lines between its groups still has two recipients', () => {
  const fields = readDeliveryStatus(
    'Reporting-MTA: dns; x\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1 (bad)\nFinal-Recipient: rfc822;c@d.example\nAction: delayed\nStatus: 4.4.1',
  )
  assert.deepEqual(
    fields.map((field) => [field.finalRecipient, field.action, field.status]),
    [
      ['a@b.example', 'failed', '5.1.1'],
      ['c@d.example', 'delayed', '4.4.1'],
    ],
  )
})

test('the returned mail begins where headers stand together, not where a sentence has a colon', () => {
  const { notice, returned: copy } = splitReturnedText(
    `Reason: unknown\nTo: nobody here\n\nplease check\n\n${returned.replace('From:', 'Received: by x\nFrom:')}`,
  )
  assert.equal(notice, 'Reason: unknown\nTo: nobody here\n\nplease check')
  assert.match(copy, /^Received: by x/)
})
