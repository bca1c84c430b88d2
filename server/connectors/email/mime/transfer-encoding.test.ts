import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeTransfer, readTransferEncoding } from './transfer-encoding.ts'
import type { TransferEncoding } from './transfer-encoding.ts'
import { extractInlineFiles } from './uuencode.ts'
import { extractYenc } from './yenc.ts'

const labels: [raw: string, encoding: TransferEncoding, isKnown: boolean][] = [
  ['base64', 'base64', true],
  ['BASE64;', 'base64', true],
  ['"base64"', 'base64', true],
  ['(comment) Base64', 'base64', true],
  ['base 64', 'base64', true],
  ['Quoted_Printable', 'quoted-printable', true],
  ['quoted-printable; charset=utf-8', 'quoted-printable', true],
  ['quoted printable', 'quoted-printable', true],
  ['7bit', 'identity', true],
  ['8-bit', 'identity', true],
  ['8bits', 'identity', true],
  ['binary', 'identity', true],
  ['', 'identity', true],
  ['x-uuencode', 'uuencode', true],
  ['x-uue', 'uuencode', true],
  ['uuencode', 'uuencode', true],
  ['x-yenc', 'yenc', true],
  ['7vladi.Pimenovit', 'identity', false],
  ['text/html', 'identity', false],
]
for (const [raw, encoding, isKnown] of labels)
  test(`transfer encoding: "${raw}" is ${encoding}`, () => assert.deepEqual(readTransferEncoding(raw), { encoding, isKnown }))

const bodies: [name: string, encoding: TransferEncoding, raw: string, decoded: string][] = [
  ['base64 in lines', 'base64', 'SGVsbG8g\r\nd29ybGQ=\r\n', 'Hello world'],
  ['base64 without padding', 'base64', 'SGVsbG8', 'Hello'],
  ['base64 with junk characters', 'base64', 'SG*Vs!bG8-_=', 'Hello'],
  ['base64 with one character too many', 'base64', 'SGVsbG8gV29ybGQhA\n', 'Hello World!'],
  ['base64 streams joined line by line', 'base64', 'SGVsbG8=\nIHdv\ncmxkIQ==\n', 'Hello world!'],
  ['a list footer after the padding is not decoded', 'base64', 'SGVsbG8=\n\n______________\nList mailing list\n', 'Hello'],
  ['a padding sign cut to the next line', 'base64', 'SGVsbG8gd29ybGQhIQ=\r\n=\r\n', 'Hello world!!'],
  ['nothing', 'base64', '', ''],
  ['quoted-printable', 'quoted-printable', 'caf=C3=A9 =\r\nau lait', 'cafÃ© au lait'],
  ['small hex letters', 'quoted-printable', '=c3=a9', 'Ã©'],
  ['white space at line ends goes', 'quoted-printable', 'a \t\r\nb', 'a\r\nb'],
  ['an encoded space at a line end stays', 'quoted-printable', 'a=20\nb', 'a \nb'],
  ['a soft break with white space behind it', 'quoted-printable', 'a= \t\r\nb', 'ab'],
  ['a soft break at the end', 'quoted-printable', 'a=', 'a'],
  ['a soft break with CR alone', 'quoted-printable', 'a=\rb', 'ab'],
  ['broken escapes stay as sent', 'quoted-printable', 'a=XY=4', 'a=XY=4'],
  ['URLs with bare equals signs', 'quoted-printable', 'x?ie=UTF8&psc=1', 'x?ie=UTF8&psc=1'],
  ['uuencode', 'uuencode', 'begin 644 a.txt\n#0V%T\n`\nend\n', 'Cat'],
  ['uuencode with text before it', 'uuencode', 'hello\nbegin 644 a.txt\n#0V%T\n\nend\n', 'Cat'],
  ['uuencode in CRLF, last line short', 'uuencode', 'begin 600 a b.txt\r\n$0V%T(0\r\n`\r\nend\r\n', 'Cat!'],
  ['no uuencode at all stays as sent', 'uuencode', 'plain text', 'plain text'],
  ['begin-base64', 'uuencode', 'begin-base64 644 a\nQ2F0\n====\n', 'Cat'],
  ['yEnc', 'yenc', '=ybegin line=128 size=3 name=a.txt\r\n\u006d\u008b\u009e\r\n=yend size=3\r\n', 'Cat'],
]
for (const [name, encoding, raw, decoded] of bodies) {
  test(`transfer encoding: ${name}`, () => assert.equal(decodeTransfer(Buffer.from(raw, 'latin1'), encoding).toString('latin1'), decoded))
}

/** The name, forks and CRCs of RFC 1741 §3, run-length coded and written in its alphabet; the reader does not check CRCs. */
function writeBinHex(name: string, content: string): string {
  const alphabet = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
  const header = Buffer.alloc(1 + name.length + 1 + 4 + 4 + 2 + 4 + 4 + 2)
  header[0] = name.length
  header.write(name, 1, 'latin1')
  header.writeUInt32BE(content.length, 1 + name.length + 11)
  const packed = Buffer.concat([header, Buffer.from(content, 'latin1'), Buffer.alloc(4)])
    .toString('latin1')
    .replaceAll('\x90', '\x90\0')
    .replaceAll(/(.)\1{3,254}/gs, (run) => `${run[0]}\x90${String.fromCharCode(run.length)}`)
  let bits = ''
  for (const c of packed) bits += c.charCodeAt(0).toString(2).padStart(8, '0')
  const letters = (bits.match(/.{1,6}/g) ?? []).map((six) => alphabet[Number.parseInt(six.padEnd(6, '0'), 2)])
  return `(This file must be converted with BinHex 4.0)\n:${letters.join('').replaceAll(/.{64}/g, '$&\n')}:\n`
}

test('transfer encoding: BinHex, with runs and literal run marks', () => {
  const content = `aaaaaaaaaaaaaaaaaaaabc\x90d${'z'.repeat(300)}`
  assert.equal(decodeTransfer(Buffer.from(writeBinHex('Read Me', content), 'latin1'), 'binhex').toString('latin1'), content)
})

test('uuencoded files inside a text are taken out', () => {
  const found = extractInlineFiles('Dear all,\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n\nregards')
  assert.equal(found.text, 'Dear all,\n\n\nregards')
  assert.deepEqual(
    found.files.map((file) => [file.name, file.content.toString()]),
    [['cat.txt', 'Cat']],
  )
})

test('people who write "begin" are left alone', () => {
  for (const text of [
    'begin 100 days of training\nThen rest.\nend',
    'begin 644 now\nThis is a long sentence that no uuencoder would ever write here.\nend',
  ]) {
    assert.deepEqual(extractInlineFiles(text), { text, files: [] })
  }
})

test('a yEnc file inside a text is taken out', () => {
  const found = extractYenc(Buffer.from('Hi\n=ybegin line=128 size=3 name=a.txt\n\u006d\u008b\u009e\n=yend size=3\nbye', 'latin1'))
  assert.equal(found?.file.name, 'a.txt')
  assert.equal(found?.file.content.toString('latin1'), 'Cat')
  assert.equal(found?.rest.toString(), 'Hi\nbye')
})
