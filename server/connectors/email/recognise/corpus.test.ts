import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMail } from '../mime/parse.ts'
import { recogniseMail } from './recognise.ts'
import { makeAutomaticMails, type AutomaticMail } from './testing/automatic-mails.ts'
import { buildMail } from './testing/build-mail.ts'
import { makeHumanMails } from './testing/human-mails.ts'

const target = { address: 'support@shop.example', messageId: 'order-1@shop.example', loopToken: 'installation-1' }
const own = { messageIdDomains: ['shop.example'], addresses: [target.address], loopToken: target.loopToken }
const parse = (raw: string) => parseMail(new TextEncoder().encode(raw))
const withEnds = (end: string) => (raw: string) => parse(raw.replaceAll(/\r\n?|\n/g, end))
/** Mail comes in CRLF from every server; files and broken gateways have the others. */
const readers = { 'the minimal reader': buildMail, 'the real parser': parse, 'the parser, CRLF': withEnds('\r\n'), 'the parser, CR': withEnds('\r') }
const automatic = makeAutomaticMails(target)
const human = makeHumanMails(target.address)

/** What was recognised wrongly about one mail, in words. */
function faults(mail: AutomaticMail, read: (raw: string) => ReturnType<typeof buildMail>): string[] {
  const seen = recogniseMail(read(mail.raw), own)
  const wrong: string[] = []
  if (seen.classification !== mail.classification) wrong.push(`is ${seen.classification}`)
  if (seen.mayAutoReply) wrong.push('may be answered')
  if (mail.bounceClass && seen.bounce?.class !== mail.bounceClass) wrong.push(`is ${seen.bounce?.class}: ${seen.bounce?.reason}`)
  if (mail.bounceClass && seen.bounce?.recipient !== mail.recipient) wrong.push(`names ${seen.bounce?.recipient}`)
  if (mail.bounceClass && seen.bounce?.messageId !== target.messageId) wrong.push(`returns ${seen.bounce?.messageId}`)
  if (mail.classification === 'complaint' && (seen.complaint?.recipient !== mail.recipient || seen.complaint?.messageId !== target.messageId))
    wrong.push('complaint unread')
  if (mail.classification === 'receipt' && seen.receipt?.messageId !== target.messageId) wrong.push('receipt unread')
  return wrong.map((fault) => `${mail.name} ${fault}`)
}

test('the corpus is large enough for a loop gate', () => {
  assert.ok(automatic.length >= 500, `${automatic.length} automatic`)
  assert.ok(human.length >= 300, `${human.length} human`)
  assert.equal(new Set([...automatic, ...human].map((mail) => mail.name)).size, automatic.length + human.length)
})

for (const [reader, read] of Object.entries(readers)) {
  for (const [group, mails] of Object.entries(Object.groupBy(automatic, (mail) => mail.name.split(/[:,]/)[0]!)))
    test(`every mail of a machine is seen, read and never answered, by ${reader}: ${group}`, () =>
      assert.deepEqual(
        mails!.flatMap((mail) => faults(mail, read)),
        [],
      ))
  for (const [group, mails] of Object.entries(Object.groupBy(human, (mail) => mail.name.split(' (')[0]!)))
    test(`a person is never taken for a machine, by ${reader}: ${group}`, () => {
      const wrong = mails!.flatMap((mail) => {
        const seen = recogniseMail(read(mail.raw), own)
        const isRight = seen.classification === 'message' && seen.isList === mail.isList && !(mail.isList && seen.mayAutoReply)
        return isRight ? [] : [`${mail.name}: ${seen.classification}, list ${seen.isList}, ${seen.because.join(' ')}`]
      })
      assert.deepEqual(wrong, [])
    })
}

test('recognising costs little next to parsing: 1,000 mails in under two seconds', () => {
  const mails = [...automatic, ...human].slice(0, 1000).map((mail) => buildMail(mail.raw))
  const started = performance.now()
  for (const mail of mails) recogniseMail(mail, own)
  assert.ok(performance.now() - started < 2000, `${performance.now() - started} ms`)
})

test('a hostile mail of one megabyte is recognised in under a second', () => {
  const lines = [
    '-'.repeat(5000),
    'a.b-c'.repeat(2000),
    'received: x',
    '<a@b.example> user unknown',
    '-----',
    'your message '.repeat(20),
    'address '.repeat(30),
  ]
  const raw = `Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nTo: support@shop.example\nSubject: ${'mailbox '.repeat(200)}\n\n${Array.from({ length: 2_000 }, (_, row) => lines[row % lines.length]).join('\n')}`
  const mail = buildMail(raw)
  const started = performance.now()
  recogniseMail(mail, own)
  assert.ok(performance.now() - started < 1000, `${performance.now() - started} ms`)
})

const hostileHeaders: [name: string, header: string][] = [
  ['300,000 opening brackets in Auto-Submitted', `Auto-Submitted: ${'('.repeat(300_000)}`],
  ['300,000 opening brackets in the subject', `Subject: ${'【'.repeat(100_000)}`],
  ['a return path of white space', `Return-Path: ${' '.repeat(300_000)}x`],
]
for (const [name, header] of hostileHeaders)
  test(`hostile: ${name}`, () => {
    const mail = parse(`From: a@b.example\n${header}\n\nx\n`)
    const started = performance.now()
    recogniseMail(mail, own)
    assert.ok(performance.now() - started < 1500, `${performance.now() - started} ms`)
  })

test('hostile: lines of nothing but dashes, and blank lines without end', () => {
  for (const body of ['-'.repeat(150_000), '\n'.repeat(150_000)]) {
    const mail = parse(`Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: Undelivered\n\na${body}b\n`)
    const started = performance.now()
    recogniseMail(mail, own)
    assert.ok(performance.now() - started < 1500, `${performance.now() - started} ms`)
  }
})
