import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findMails } from './find-mails.ts'
import { splitMbox } from './mbox.ts'

async function* cut(text: string, pieceBytes: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

async function split(text: string, pieceBytes = 1_000_000, mostBytes = 1_000_000): Promise<(string | { tooLargeBytes: number })[]> {
  const mails = await Array.fromAsync(splitMbox(cut(text, pieceBytes), mostBytes))
  return mails.map((mail) => (Buffer.isBuffer(mail) ? mail.toString() : mail))
}

const cases: [name: string, mbox: string, mails: string[]][] = [
  ['one mail', 'From a@x Mon Jan  1 00:00:00 2026\nSubject: 1\n\nBody\n', ['Subject: 1\n\nBody\n']],
  ['two mails, and the empty line between belongs to neither', 'From a\nA: 1\n\none\n\nFrom b\nA: 2\n\ntwo\n\n', ['A: 1\n\none\n', 'A: 2\n\ntwo\n']],
  ['">From " loses one ">", so does ">>From "', 'From a\n\n>From here\n>>From there\n> From afar\n', ['\nFrom here\n>From there\n> From afar\n']],
  ['"From " inside a paragraph begins no mail', 'From a\nA: 1\n\nWe heard\nFrom you.\n', ['A: 1\n\nWe heard\nFrom you.\n']],
  [
    'lines that end in CRLF',
    'From a\r\nA: 1\r\n\r\none\r\n\r\nFrom b\r\nA: 2\r\n\r\n>From\r\n>From x\r\n',
    ['A: 1\r\n\r\none\r\n', 'A: 2\r\n\r\n>From\r\nFrom x\r\n'],
  ],
  ['a last line without an end', 'From a\nA: 1\n\nनमस्ते', ['A: 1\n\nनमस्ते']],
  ['rubbish before the first mail', '\nrubbish\n\nFrom a\nA: 1\n\n', ['A: 1\n']],
  ['nothing', '', []],
]
for (const [name, mbox, mails] of cases) {
  for (const pieceBytes of [1, 3, 7, 1_000]) {
    test(`splits ${name}, read ${pieceBytes} bytes at a time`, async () => assert.deepEqual(await split(mbox, pieceBytes), mails))
  }
}

test('a mail over the limit is named by its size, and the one after it is whole', async () => {
  const huge = 'x'.repeat(500)
  assert.deepEqual(await split(`From a\n${huge}\n${huge}\n\nFrom b\nA: 2\n\n`, 64, 400), [{ tooLargeBytes: 1003 }, 'A: 2\n'])
})

const folder = mkdtempSync(join(tmpdir(), 'samvad mails '))
after(() => rmSync(folder, { recursive: true }))

test('finds every mail of a folder: .eml files, an mbox, a Maildir, folders in it, in the order of their names', async () => {
  for (const name of ['maildir/cur', 'maildir/tmp', 'maildir/new', 'sub']) mkdirSync(join(folder, name), { recursive: true })
  const files: [path: string, content: string][] = [
    ['1.eml', 'A: 1\n\n'],
    ['2.mbox', 'From a\nA: 2\n\n\nFrom b\nA: 3\n\n'],
    ['maildir/cur/1700.M1:2,S', 'A: 4\n\n'],
    ['maildir/new/1701.M2', 'A: 5\n\n'],
    ['maildir/tmp/1702.M3', 'never delivered'],
    ['notes.txt', 'no mail'],
    ['sub/empty.eml', ''],
    ['sub/x.EML', 'A: 6\n\n'],
  ]
  for (const [path, content] of files) writeFileSync(join(folder, path), content)
  const found = await Array.fromAsync(findMails(folder))
  assert.deepEqual(
    found.map((mail) => ('content' in mail ? mail.content.toString().trim() : mail.because)),
    ['A: 1', 'A: 2', 'A: 3', 'A: 4', 'A: 5', 'it is empty', 'A: 6'],
  )
  assert.match(found[2]!.place, /2\.mbox, mail 2$/)
})
