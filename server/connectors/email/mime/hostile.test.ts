import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMail } from './parse.ts'

const header = 'From: a@b.c\r\nSubject: x\r\nMIME-Version: 1.0\r\n'
const numbered = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('')

/** Mails built to be slow. The limit is CPU time, so that a busy machine does not fail the test. */
const hostile: [name: string, build: () => string, check?: (mail: ReturnType<typeof parseMail>) => void][] = [
  [
    '900 multiparts in each other are read to the bottom',
    () => `${header}${numbered(900, (i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`)}Content-Type: text/plain\r\n\r\nhi`,
    (mail) => assert.equal(mail.text, 'hi'),
  ],
  [
    '20,000 multiparts in each other: the rest is kept below the limit',
    () =>
      `${header}${numbered(20_000, (i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`)}Content-Type: text/plain\r\n\r\nhi`,
    (mail) => {
      assert.ok(mail.repairs.includes('depth:limit'))
      assert.equal(mail.attachments.length, 1)
    },
  ],
  [
    '100,000 parts: the rest is one attachment',
    () => `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: a/b; name=f\r\n\r\nx\r\n'.repeat(100_000)}--b--`,
    (mail) => {
      assert.ok(mail.repairs.includes('parts:limit'))
      assert.ok(mail.attachments.length <= 10_000)
      assert.equal(mail.attachments.at(-1)!.name, 'rest-of-mail.txt')
    },
  ],
  ['a header line of 10 MB', () => `X-A: ${'a'.repeat(10_000_000)}\r\n${header}\r\nbody`, (mail) => assert.equal(mail.text, 'body')],
  ['a header of a million lines', () => `${'X-A: b\r\n'.repeat(1_000_000)}${header}\r\nbody`, (mail) => assert.equal(mail.text, 'body')],
  ['a field folded two million times', () => `X-A: b\r\n${' c\r\n'.repeat(2_000_000)}\r\nbody`],
  ['30,000 recipients', () => `To: ${'John Doe <john.doe@example.org>, '.repeat(30_000)}\r\n\r\nx`, (mail) => assert.equal(mail.to.length, 20_000)],
  [
    'nothing but quotes, brackets and colons in To',
    () => ['"', '(', '<', 'a b:', 'mailto: ', '\\', '<a@b,'].map((piece) => `To: ${piece.repeat(130_000 / piece.length)}\r\n`).join('') + '\r\nx',
  ],
  [
    'encoded words without end',
    () =>
      ['=?utf-8?q?', '=?utf-8?b?QQ', '=?', '=?u?q??=AA', '=?utf-8?q?a?= ']
        .map((piece) => `Subject: ${piece.repeat(200_000 / piece.length)}\r\n`)
        .join('') + '\r\nx',
  ],
  ['50,000 RFC 2231 sections', () => `Content-Type: a/b${numbered(50_000, (i) => `; name*${i}*=a%20`)}\r\n\r\nx`],
  ['10 MB of CR', () => header + '\r'.repeat(10_000_000)],
  ['3 million lines of two dashes', () => `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--\n'.repeat(3_000_000)}`],
  [
    '100,000 multiparts whose boundary never comes',
    () =>
      `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${'Content-Type: multipart/mixed; boundary=c\r\n\r\n--zz\r\n\r\n--b\r\n'.repeat(100_000)}`,
  ],
  [
    '200,000 tables in each other',
    () => `${header}Content-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(200_000)}x`,
    (mail) => assert.equal(mail.text, 'x'),
  ],
  ['9 MB of soft line breaks', () => `${header}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'= '.repeat(4_500_000)}`],
  ['800,000 begins of a file', () => `${header}\r\n${'begin 644 x\n'.repeat(800_000)}end`],
  ['500,000 escapes of ISO-2022-JP', () => `Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n${'\u001b$B\u0080\u001b(B\u00e9'.repeat(500_000)}`],
  ['4 million flowed lines', () => `Content-Type: text/plain; format=flowed\r\n\r\n${'a \n'.repeat(2_000_000)}`],
  [
    'a BinHex file that grows 85 fold',
    () => `Content-Type: a/b\r\nContent-Transfer-Encoding: binhex\r\n\r\n(This file must be converted with BinHex 4.0)\r\n:${'B'.repeat(9_000_000)}:`,
  ],
  ['5 MB of opening BER elements', () => `Content-Type: application/pkcs7-mime\r\n\r\n${'0\u0080'.repeat(2_500_000)}`],
]
for (const [name, build, check] of hostile) {
  test(`hostile: ${name}`, () => {
    const raw = Buffer.from(build(), 'latin1')
    const before = process.cpuUsage()
    const mail = parseMail(raw)
    const spent = process.cpuUsage(before)
    const ms = (spent.user + spent.system) / 1000
    assert.ok(ms < 2500, `took ${ms.toFixed(0)} ms of CPU`)
    assert.ok(!mail.repairs.some((note) => note.startsWith('defect:')), mail.repairs.join())
    check?.(mail)
  })
}
