import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readHeaderBlock } from './header-lines.ts'

type Fields = [name: string, value: string][]

const cases: [name: string, raw: string, fields: Fields, body: string][] = [
  [
    'CRLF ends lines',
    'A: 1\r\nB: 2\r\n\r\nbody',
    [
      ['a', '1'],
      ['b', '2'],
    ],
    'body',
  ],
  [
    'LF ends lines',
    'A: 1\nB: 2\n\nbody',
    [
      ['a', '1'],
      ['b', '2'],
    ],
    'body',
  ],
  [
    'CR alone ends lines',
    'A: 1\rB: 2\r\rbody\rmore',
    [
      ['a', '1'],
      ['b', '2'],
    ],
    'body\rmore',
  ],
  [
    'CRCRLF is one line end',
    'A: 1\r\r\nB: 2\r\r\n\r\r\nbody',
    [
      ['a', '1'],
      ['b', '2'],
    ],
    'body',
  ],
  [
    'a stray CR before a known field ends a line among CRLF',
    'A: 1\r\nSubject: x\rFrom: y\r\n\r\nb',
    [
      ['a', '1'],
      ['subject', 'x'],
      ['from', 'y'],
    ],
    'b',
  ],
  ['a folded line joins with one space', 'A: one\r\n\ttwo\r\n   three\r\n\r\n', [['a', 'one two three']], ''],
  [
    'lines of white space within a badly folded header',
    'A: one\r\n two\r\n \r\n \r\n three\r\n \r\nTo: x\r\n\r\nbody',
    [
      ['a', 'one two three'],
      ['to', 'x'],
    ],
    'body',
  ],
  ['a line of white space before an indented body', 'A: one\r\n \r\n  two\r\nthree', [['a', 'one']], '  two\r\nthree'],
  ['a value may begin on the folded line', 'A:\r\n one\r\n\r\n', [['a', 'one']], ''],
  ['no space after the colon', 'A:1\r\n\r\n', [['a', '1']], ''],
  ['white space before the colon is obsolete but valid', 'Subject : x\r\n\r\n', [['subject', 'x']], ''],
  ['an mbox separator is passed over', 'From a@b Tue Jan  1 00:00:00 2020\nA: 1\n\nx', [['a', '1']], 'x'],
  ['an escaped mbox separator is passed over', '>From a@b Tue Jan  1 00:00:00 2020\nA: 1\n\nx', [['a', '1']], 'x'],
  [
    'a first line that is indented is still a field',
    ' From: a@b\nSubject: x\n\nb',
    [
      ['from', 'a@b'],
      ['subject', 'x'],
    ],
    'b',
  ],
  [
    'a line folded without white space belongs to its field',
    'Content-Type: a/b; x=1;\nname="c"\nContent-ID: 1\n\nz',
    [
      ['content-type', 'a/b; x=1; name="c"'],
      ['content-id', '1'],
    ],
    'z',
  ],
  [
    'a missing blank line: the body begins at the first line that is no field',
    'Subject: x\nHello there, friend\nbye\n',
    [['subject', 'x']],
    'Hello there, friend\nbye\n',
  ],
  ['a URL is no field', 'Subject: x\nhttp://example.org/\n', [['subject', 'x']], 'http://example.org/\n'],
  ['a delimiter ends the header', 'Subject: x\n--b\nContent-Type: text/plain\n', [['subject', 'x']], '--b\nContent-Type: text/plain\n'],
  ['a line of spaces before a body ends the header', 'A: 1\n \nBody text', [['a', '1']], 'Body text'],
  [
    'a line of spaces within the header is obsolete folding',
    'A: 1\n \nSubject: x\n\nb',
    [
      ['a', '1'],
      ['subject', 'x'],
    ],
    'b',
  ],
  [
    'repeated fields keep their order',
    'A: 1\nA: 2\n\n',
    [
      ['a', '1'],
      ['a', '2'],
    ],
    '',
  ],
  ['no body at all', 'A: 1\n', [['a', '1']], ''],
  ['no header: the blank line comes first', '\nbody', [], 'body'],
]
for (const [name, raw, fields, body] of cases) {
  test(`header lines: ${name}`, () => {
    const bytes = Buffer.from(raw, 'latin1')
    const block = readHeaderBlock(bytes, 0, 10_000, false)
    assert.deepEqual(
      block.fields.map((field) => [field.name, field.raw]),
      fields,
    )
    assert.equal(bytes.toString('latin1', block.bodyStart), body)
  })
}

test('header lines: bytes beyond the limit are passed over and said so', () => {
  const bytes = Buffer.from(`A: 1\r\n${'B: 2\r\n'.repeat(1000)}\r\nbody`)
  const block = readHeaderBlock(bytes, 0, 100, false)
  assert.ok(block.isCut)
  assert.ok(block.fields.length < 20)
  assert.equal(bytes.toString('latin1', block.bodyStart), 'body')
})
