import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BounceReason } from './recognition.ts'
import { classOf, findReason } from './reason.ts'
import { findCommand, findEnhancedStatus, findReplyCode, type SmtpCommand } from './status-code.ts'

/** Whole answers of receiving systems: code and status are read from the words, as from a report. */
const cases: [said: string, reason: BounceReason, kind: 'hard' | 'soft'][] = [
  ['550 5.1.1 <a@b.example>... User unknown', 'user_unknown', 'hard'],
  [
    '550 5.1.1 <a@b.example>: Recipient address rejected: undeliverable address: host mx.b.example[192.0.2.1] said: 550 5.1.1 User unknown',
    'user_unknown',
    'hard',
  ],
  ['554 5.7.1 <a@b.example>: Recipient address rejected: Access denied', 'user_unknown', 'hard'],
  ['550 5.4.1 Recipient address rejected: Access denied. [AM5.prod.protection.outlook.com]', 'user_unknown', 'hard'],
  ['450 4.1.1 <a@b.example>: Recipient address rejected: unverified address: unknown user', 'user_unknown', 'hard'],
  ["554 delivery error: dd This user doesn't have a yahoo.com account (a@yahoo.com) [0]", 'user_unknown', 'hard'],
  ['550 Requested action not taken: mailbox unavailable', 'user_unknown', 'hard'],
  ['550 no existe dicha persona', 'user_unknown', 'hard'],
  ['550 Usuário desconhecido', 'user_unknown', 'hard'],
  ['550 Der Empfänger ist unbekannt', 'user_unknown', 'hard'],
  ['550 utilisateur inconnu !', 'user_unknown', 'hard'],
  ['550 宛先アドレスが存在しません', 'user_unknown', 'hard'],
  ['ディレクトリのリストにありません', 'user_unknown', 'hard'],
  ['550 用户不存在', 'user_unknown', 'hard'],
  ['550 पता नहीं मिला', 'user_unknown', 'hard'],
  ['550 5.2.1 The email account that you tried to reach is disabled', 'address_disabled', 'hard'],
  ['550 recipient no longer on server', 'address_disabled', 'hard'],
  ['551 User has moved; please try <b@c.example>', 'address_moved', 'hard'],
  ['550 5.1.2 Host unknown (Name server: host not found)', 'host_unknown', 'hard'],
  ['Host or domain name not found. Name service error for name=b.example type=AAAA: Host not found', 'host_unknown', 'hard'],
  ['Host or domain name not found. Name service error for name=b.example type=MX: Host not found, try again', 'network_error', 'soft'],
  ['Name service error for name=b.example type=MX: Malformed or unexpected name server reply', 'network_error', 'soft'],
  ['550 BAD_RECIPIENT - see http://b.example/r?e=1', 'user_unknown', 'hard'],
  ['4.4.4 Recipient server unavailable or busy', 'system_error', 'soft'],
  ['an undisclosed address failed', 'undefined', 'soft'],
  ['Unrouteable address', 'host_unknown', 'hard'],
  ['556 5.1.10 Domain b.example does not accept mail (nullMX)', 'not_accepting_mail', 'hard'],
  ['421 4.3.2 System not accepting network messages', 'not_accepting_mail', 'soft'],
  ["553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", 'domain_not_hosted', 'hard'],
  ['554 5.7.1 <a@b.example>: Relay access denied', 'relay_denied', 'soft'],
  ['552 5.2.2 mailbox full', 'mailbox_full', 'soft'],
  ['550 5.1.1 User over quota. (#5.1.1)', 'mailbox_full', 'soft'],
  ["The number of messages in recipient's mailbox exceeded the local limit.", 'mailbox_full', 'soft'],
  ['送信先のメールボックスが一杯のため、送信できませんでした。', 'mailbox_full', 'soft'],
  ['550 boîte du destinataire pleine', 'mailbox_full', 'soft'],
  ['550 mailbox is frozen', 'account_suspended', 'soft'],
  ['550 This account has been temporarily disabled', 'account_suspended', 'soft'],
  ['550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized', 'filtered_by_recipient', 'soft'],
  ['550 you have been blocked by the recipient', 'filtered_by_recipient', 'soft'],
  ['550 Unknown user a@b.example (in reply to end of DATA command)', 'filtered_by_recipient', 'soft'],
  ['550 5.1.1 Unknown user a@b.example (in reply to end of DATA command)', 'user_unknown', 'hard'],
  ['550 5.1.8 <x@y.example>: Sender address rejected: Domain not found', 'sender_rejected', 'soft'],
  ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org', 'blocked', 'soft'],
  ['550 5.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]', 'blocked', 'soft'],
  ['550 5.7.1 This message has been scored as spam with a probability', 'spam', 'soft'],
  ['550 5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires SPF or DKIM', 'authentication_failed', 'soft'],
  ['550 5.7.1 not RFC 5322 compliant', 'policy', 'soft'],
  ['552 5.3.4 Message size exceeds fixed limit', 'message_too_large', 'soft'],
  ['450 4.2.0 Recipient address rejected: Greylisted', 'greylisted', 'soft'],
  ['450-4.2.1 The user you are trying to contact is receiving mail too quickly', 'rate_limited', 'soft'],
  ['550 5.4.14 Hop count exceeded - possible mail loop', 'routing_loop', 'soft'],
  ['connection timed out', 'expired', 'soft'],
  ['connect to b.example[192.0.2.1]:25: Connection refused', 'network_error', 'soft'],
  ['Command died with status 1: "/usr/bin/catch.php"', 'mailer_error', 'soft'],
  ['554 Transaction failed', 'system_error', 'soft'],
  ['452 4.3.1 Insufficient system storage', 'system_full', 'soft'],
  ['550 5.1.1', 'user_unknown', 'hard'],
  ['550', 'undefined', 'soft'],
]

for (const [said, reason, kind] of cases)
  test(`"${said.slice(0, 70)}" is ${kind}: ${reason}`, () => {
    const evidence = {
      diagnostic: said,
      diagnosticType: null,
      status: findEnhancedStatus(said),
      replyCode: findReplyCode(said),
      command: findCommand(said),
      action: 'failed' as const,
    }
    const found = findReason(evidence)
    assert.deepEqual([found, classOf(found, evidence)], [reason, kind])
  })

test('a delayed mail is soft, whatever is unknown at the moment', () =>
  assert.equal(classOf('host_unknown', { status: '4.4.4', replyCode: null, action: 'delayed' }), 'soft'))

test('words inside an address are no reason', () => {
  const said = '550 5.7.1 <spam.virus.unknown-user@full.example>: refused'
  assert.equal(findReason({ diagnostic: said, diagnosticType: null, status: '5.7.1', replyCode: '550', command: 'RCPT', action: 'failed' }), 'policy')
})

const commands: [text: string, command: SmtpCommand | null][] = [
  ['said: 550 no (in reply to RCPT TO command)', 'RCPT'],
  ['said: 550 no (in reply to end of DATA command)', 'DATA'],
  ['SMTP error from remote mail server after MAIL FROM:<a@b>', 'MAIL'],
  ['... while talking to mx.\n>>> DATA\n<<< 550 5.1.1 unknown\n<<< 503 5.0.0 Need RCPT (recipient)', 'RCPT'],
  ['... while talking to mx.\n>>> DATA\n<<< 550 unknown', 'DATA'],
  ['SMTP error after initial connection', 'CONN'],
  ['SMTP:RCPT host 192.0.2.8: 553', 'RCPT'],
  ['The data was lost', null],
]
for (const [text, command] of commands)
  test(`the phase of "${text.slice(0, 50).replaceAll('\n', ' ')}" is ${command}`, () => assert.equal(findCommand(text), command))

const codes: [text: string, status: string | null, reply: string | null][] = [
  ['550 5.1.1 unknown', '5.1.1', '550'],
  ['host [192.0.2.55] said: 452-4.2.2 full', '4.2.2', '452'],
  ['version 5.2.19.3 of 2025', null, null],
  ['10.5.1.1 is an address', null, null],
  ['sorry, no mailbox here (#5.1.1 - chkusr)', '5.1.1', null],
  ['smtp; 550 no', null, '550'],
  ['Room 550 is full', null, null],
]
for (const [text, status, reply] of codes)
  test(`codes of "${text}"`, () => assert.deepEqual([findEnhancedStatus(text), findReplyCode(text)], [status, reply]))
