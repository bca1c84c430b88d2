import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeMessageId } from '../threading/message-id.ts'
import { automaticSubjects, isAutomaticSubject } from './out-of-office.ts'
import { recogniseMail } from './recognise.ts'
import { absenceSubjects } from './testing/automatic-mails.ts'
import { buildMail } from './testing/build-mail.ts'

const own = { messageIdDomains: ['shop.example'], addresses: ['support@shop.example'], loopToken: 'installation-1' }
const recognise = (headers: string, body = 'text') =>
  recogniseMail(
    buildMail(`From: Anna <anna@customer.example>\nTo: support@shop.example\nMessage-ID: <x@customer.example>\n${headers}\n\n${body}\n`),
    own,
  )
const uuid = '0194c5f0-7c3e-7aaa-8bbb-0123456789ab'

const cases: [name: string, headers: string, body: string, classification: string, mayAutoReply: boolean][] = [
  ['an ordinary question', 'Subject: Hello', 'Where is it?', 'message', true],
  ['Auto-Submitted with a comment and a parameter', 'Subject: Away\nAuto-Submitted: auto-replied (vacation); owner-email="a@b.example"', 'gone', 'auto_reply', false],
  ['Auto-Submitted: no', 'Subject: Hello\nAuto-Submitted: no', 'hi', 'message', true],
  ['X-Auto-Response-Suppress alone is a person on Exchange', 'Subject: Hello\nX-Auto-Response-Suppress: All', 'hi', 'message', false],
  ['… and with DR only a person may be answered', 'Subject: Hello\nX-Auto-Response-Suppress: DR', 'hi', 'message', true],
  ['"Out of office" as a subject alone is a person', 'Subject: Out of office: who answers?', 'Who answers my mails?', 'message', false],
  ['an old Exchange absence note', 'Subject: Out of Office AutoReply: Your order\nIn-Reply-To: <m@shop.example>', 'I am out of the office until Monday.', 'auto_reply', false],
  ['a person quoting while away', 'Subject: Out of Office AutoReply: Your order\nIn-Reply-To: <m@shop.example>', 'I am out of the office, but yes:\n> may we?', 'message', false],
  ['a Notes absence note', 'Subject: AUTO: Anna is out of the office (returning 05/01/2026)', 'I am away until the 5th.\n\nNote: This is an automated response to your message "Order".', 'auto_reply', false],
  ['a challenge', 'Subject: Please confirm your message (conf#a1b2c3d4e5)', 'Please confirm your message: reply to this mail.', 'auto_reply', false],
  ['a null return path that answers', 'Return-Path: <>\nSubject: Re: Hello\nIn-Reply-To: <m@shop.example>', 'Thanks', 'auto_reply', false],
  ['a null return path alone is kept as a message, unanswered', 'Return-Path: <>\nSubject: Hello', 'Good day', 'message', false],
  ['Precedence: junk alone', 'Subject: Offer\nPrecedence: junk', 'Buy', 'message', false],
  ['a list', 'Subject: Hello\nList-Id: <l.example>', 'hi', 'message', false],
  ['a DMARC aggregate report', 'Subject: Report Domain: shop.example Submitter: google.com Report-ID: 1\nContent-Type: multipart/mixed; boundary="b"', '--b\nContent-Type: application/zip\n\nPK\n--b--', 'auto_reply', false],
  ['somebody else\'s loop header', 'Subject: Hello\nX-Loop: other@list.example', 'hi', 'message', false],
  ['our loop header', 'Subject: Hello\nX-Samvad-Loop: Installation-1', 'hi', 'loop', false],
  ['the loop header of another installation', 'Subject: Hello\nX-Samvad-Loop: installation-2', 'hi', 'message', true],
] // oxfmt-ignore
for (const [name, headers, body, classification, mayAutoReply] of cases)
  test(name, () => {
    const seen = recognise(headers, body)
    assert.deepEqual([seen.classification, seen.mayAutoReply], [classification, mayAutoReply], seen.because.join(' '))
  })

test('a colleague whose mail program uses our domain in its ids is no loop', () => {
  const mail = buildMail(
    'From: Boss <boss@shop.example>\nTo: support@shop.example\nMessage-ID: <CAF+abc123@shop.example>\nSubject: Hi\n\nPlease look.\n',
  )
  assert.equal(recogniseMail(mail, own).classification, 'message')
})

test('our own id is a loop only as the id of the mail itself', () => {
  const id = makeMessageId(uuid, uuid, 'shop.example', ['a key that is long enough'])
  assert.equal(recogniseMail(buildMail(`From: x@y.example\nMessage-ID: <${id}>\nSubject: Hi\n\nx\n`), own).classification, 'loop')
  assert.equal(recognise(`Subject: Re: Hi\nIn-Reply-To: <${id}>\nReferences: <${id}>`).classification, 'message')
})

test('the token is not known yet: nothing is a loop for want of one', () => {
  const mail = buildMail('From: a@b.example\nMessage-ID: <1@b.example>\nX-Samvad-Loop: \nSubject: Hi\n\nx\n')
  assert.equal(recogniseMail(mail, { ...own, loopToken: null }).classification, 'message')
})

test('absence notes are known in at least 25 languages', () => {
  assert.ok(Object.keys(automaticSubjects).length >= 25)
  for (const [language, subject] of Object.entries(absenceSubjects)) assert.ok(isAutomaticSubject(`${subject}Order`), language)
})

const receipts: [name: string, headers: string, body: string, disposition: string | null][] = [
  ['Outlook without a report part', 'Subject: Read: Your order\nIn-Reply-To: <m@shop.example>', 'Your message\n\n   To: Anna\n   Subject: Your order\n   Sent: Monday\n\nwas read on Monday, 3 February 2025 10:00.', 'displayed'],
  ['Outlook in German', 'Subject: Gelesen: Bestellung\nIn-Reply-To: <m@shop.example>', 'Ihre Nachricht\n\n   An: Anna\n   Betreff: Bestellung\n   Gesendet: Montag\n\nwurde am Montag gelesen.', 'displayed'],
  ['Outlook in Portuguese', 'Subject: Lida: Pedido\nIn-Reply-To: <m@shop.example>', 'Sua mensagem\n\n   Para: Anna\n   Assunto: Pedido\n\nfoi lida em segunda-feira.', 'displayed'],
  ['deleted unread', 'Subject: Not read: Your order\nIn-Reply-To: <m@shop.example>', 'Your message\n\n   To: Anna\n   Subject: Your order\n\nwas deleted without being read on Monday.', 'deleted'],
  ['Notes', 'Subject: Return Receipt: Your order\nIn-Reply-To: <m@shop.example>', 'Your document: Your order\nwas received by: Anna\nat: 10:00', 'displayed'],
  ['a person whose subject begins with Read', 'Subject: Read: my letter of Monday', 'It was read by my husband.\nTo: you\nSubject: letter\nWhy did nobody answer?', null],
  ['accepted without a word', 'Subject: Accepted: Call\nContent-Type: text/calendar; method=REPLY', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'accepted'],
  ['declined without a word', 'Subject: Abgelehnt: Gespräch\nContent-Type: text/calendar; method=REPLY', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'declined'],
] // oxfmt-ignore
for (const [name, headers, body, disposition] of receipts)
  test(`receipt: ${name}`, () => {
    const seen = recognise(headers, body)
    assert.equal(seen.classification, disposition === null ? 'message' : 'receipt')
    assert.equal(seen.receipt?.disposition ?? null, disposition)
  })

test('Microsoft complaints have no report part', () => {
  const seen = recogniseMail(
    buildMail(
      'From: staff@hotmail.com\nTo: abuse@shop.example\nSubject: complaint about message from 192.0.2.1\nMessage-ID: <c@hotmail.com>\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: kunde@hotmail.com\nFrom: support@shop.example\nTo: kunde@hotmail.com\nSubject: Hi\nMessage-ID: <m@shop.example>\n\nx\n--b--\n',
    ),
    own,
  )
  assert.deepEqual(seen.complaint, { feedbackType: 'abuse', messageId: 'm@shop.example', recipient: 'kunde@hotmail.com' })
})

test('an Amazon notification that came by mail is the bounce it reports', () => {
  const json =
    '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":[{"emailAddress":"kunde@customer.example","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},"mail":{"messageId":"ses-1","headers":[{"name":"Mess!\n age-ID","value":"<m@shop.example>"}]}}'
  const seen = recognise('Subject: AWS Notification Message\nx-amz-sns-message-id: 1', `${json}\n\n--\nunsubscribe`)
  assert.deepEqual(
    [seen.classification, seen.bounce?.class, seen.bounce?.recipient, seen.bounce?.messageId],
    ['bounce', 'hard', 'kunde@customer.example', 'm@shop.example'],
  )
})

test('a feed reader that writes as daemon@ is no bounce', () => {
  const raw = 'From: Malmö <daemon@feeds.example>\nTo: support@shop.example\nMessage-ID: <1@b.example>\nSubject: Tack!\n\nNews of the day.\n'
  assert.equal(recogniseMail(buildMail(raw), own).classification, 'message')
})

test('a small company writes from admin@ and may be answered; no-reply@ may not', () => {
  const from = (address: string) =>
    recogniseMail(buildMail(`From: ${address}\nTo: support@shop.example\nMessage-ID: <1@b.example>\nSubject: Hello\n\nWhere is it?\n`), own)
  assert.deepEqual([from('admin@b.example').classification, from('admin@b.example').mayAutoReply], ['message', true])
  assert.deepEqual([from('no-reply@b.example').classification, from('no-reply@b.example').mayAutoReply], ['message', false])
})

test('a challenge service that uses the form of a delivery report is no bounce', () => {
  const raw =
    'From: noreply@boxbe.com\nTo: support@shop.example\nSubject: Re: Order\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nYour message has been waitlisted.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: delayed\n\n--b--\n'
  assert.equal(recogniseMail(buildMail(raw), own).classification, 'auto_reply')
})
