import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectContentType, isShownInline, servedContentType } from './content-type.ts'

const png = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082',
  'hex',
)
const webm = Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff', 'hex')
const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42'), Buffer.from([0, 0, 0, 0]), Buffer.from('mp42isom')])
const bytes = (text: string) => Buffer.from(text)
const download = 'application/octet-stream'

const cases: [what: string, head: Uint8Array, name: string, declared: string | undefined, served: string][] = [
  ['a picture', png, 'a.png', 'image/png', 'image/png'],
  ['a picture that says it is a page', png, 'a.html', 'text/html', 'image/png'],
  ['a GIF', bytes('GIF89a\u0001\u0000\u0001\u0000'), 'a.gif', 'image/gif', 'image/gif'],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'a', undefined, 'image/jpeg'],
  ['a PDF', Buffer.concat([bytes('%PDF-1.7\n'), Buffer.from([0xe2, 0xe3, 0xcf, 0xd3])]), 'a.pdf', 'application/pdf', 'application/pdf'],
  ['a film', mp4, 'a.mp4', 'video/mp4', 'video/mp4'],
  ['a voice note in a film container', mp4, 'a.m4a', 'audio/mp4', 'audio/mp4'],
  ['a voice note from a browser', webm, 'a.webm', 'audio/webm;codecs=opus', 'audio/webm'],
  ['a film from a browser', webm, 'a.webm', 'video/webm', 'video/webm'],
  ['a film that says it is an MP3', mp4, 'a.mp3', 'audio/mpeg', 'video/mp4'],
  ['words', bytes('नमस्ते\n'), 'a.txt', 'text/plain; charset=utf-8', 'text/plain'],
  ['words by their name', bytes('hello'), 'a.txt', undefined, 'text/plain'],
  ['a table', bytes('a,b\n1,2\n'), 'a.csv', 'text/csv', 'text/plain'],
  ['words that begin like a BMP', bytes('BMW, please'), 'a.txt', 'text/plain', 'text/plain'],
  ['words nobody calls text', bytes('hello'), 'a.bin', undefined, download],
  ['words cut in the middle of a letter', bytes('नमस्ते').subarray(0, 4), 'a.txt', 'text/plain', 'text/plain'],
  ['a page', bytes('<!doctype html><script>alert(1)</script>'), 'a.html', 'text/html', download],
  ['a page called text', bytes(' \n<script>alert(1)</script>'), 'a.txt', 'text/plain', download],
  ['a page called text after a byte order mark', bytes('\ufeff<html>'), 'a.txt', 'text/plain', download],
  ['a page called a picture', bytes('<script>alert(1)</script>'), 'a.png', 'image/png', download],
  ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'a.svg', 'image/svg+xml', download],
  ['XML', bytes('<?xml version="1.0"?><x/>'), 'a.xml', 'text/xml', download],
  ['a script', bytes('alert(1)'), 'a.js', 'text/javascript', 'text/plain'],
  ['a program', Buffer.concat([bytes('MZ'), Buffer.alloc(62)]), 'a.exe', 'image/png', download],
  ['an archive', Buffer.from('504b03041400000000000000000000000000', 'hex'), 'a.docx', 'application/pdf', download],
  ['words with a NUL', bytes('hello\u0000<script>'), 'a.txt', 'text/plain', download],
  ['text in UTF-16', Buffer.from('\ufeff<script>', 'utf16le'), 'a.txt', 'text/plain', download],
  ['nothing', Buffer.alloc(0), 'a.png', 'image/png', download],
]
for (const [what, head, name, declared, expected] of cases) {
  test(`${what} (${name}, ${declared ?? 'undeclared'}) is served as ${expected}`, async () => {
    assert.equal(await detectContentType(head, { name, declaredType: declared }), expected)
  })
}

for (const type of [
  'text/html',
  'image/svg+xml',
  'application/xhtml+xml',
  'text/xml',
  'text/javascript',
  'multipart/x-mixed-replace',
  'image/png+xml',
  '',
  'x',
  'IMAGE/SVG+XML',
  'text/html;image/png',
]) {
  test(`a record that says ${JSON.stringify(type)} is served as a download`, () => assert.equal(servedContentType(type), download))
}

test('parameters and capitals do not matter', () => assert.equal(servedContentType(' Image/PNG; charset=x'), 'image/png'))

test('only raster images are shown in the page', () => {
  for (const type of ['application/pdf', 'video/mp4', 'audio/mpeg', 'text/plain', download, 'image/svg+xml', 'image/bmp'])
    assert.equal(isShownInline(type), false)
  for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']) assert.equal(isShownInline(type), true)
})
