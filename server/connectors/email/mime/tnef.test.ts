import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMail } from './parse.ts'
import { decompressRtf } from './rtf-compression.ts'
import { readTnef } from './tnef.ts'
import { writeAttribute, writeFile, writeProperties, writeTnef } from './tnef-writer.ts'
import type { PropertyToWrite } from './tnef-writer.ts'

const messageProperties = (...properties: PropertyToWrite[]) => writeAttribute(1, 0x00069003, writeProperties(properties))

function winmail(stream: Buffer, text: string | null, type = 'application/ms-tnef; name="winmail.dat"'): Buffer {
  const parts = [
    ...(text === null ? [] : ['--b', 'Content-Type: text/plain', '', text]),
    '--b',
    `Content-Type: ${type}`,
    'Content-Disposition: attachment; filename="winmail.dat"',
    'Content-Transfer-Encoding: base64',
    '',
    stream.toString('base64'),
  ]
  return Buffer.from(['From: a@b', 'Subject: x', 'Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--'].join('\r\n'))
}

const files = [
  writeFile('REPORT~1.PDF', Buffer.from('PDF'), [
    { type: 'string8', id: 0x3707, value: 'Report 2025 long name.pdf' },
    { type: 'string8', id: 0x370e, value: 'application/pdf' },
    { type: 'boolean', id: 0x8000, value: 1, named: 'SomethingOfOutlook' },
  ]),
  writeFile('photo.jpg', Buffer.from('JPEG'), [
    { type: 'unicode', id: 0x3707, value: 'फोटो.jpg' },
    { type: 'unicode', id: 0x3712, value: 'photo@x' },
    { type: 'multi-string8', id: 0x3001, value: ['a', 'bcd'] },
  ]),
  writeFile('plain.txt', Buffer.from('short name only')),
]

test('winmail.dat: its files are attachments of the mail, by their long names', () => {
  const mail = parseMail(winmail(writeTnef(files), 'Body of the mail'))
  assert.equal(mail.text, 'Body of the mail')
  assert.deepEqual(
    mail.attachments.map((found) => [found.name, found.contentType, Buffer.from(found.content).toString(), found.contentId]),
    [
      ['Report 2025 long name.pdf', 'application/pdf', 'PDF', null],
      ['फोटो.jpg', 'image/jpeg', 'JPEG', 'photo@x'],
      ['plain.txt', 'text/plain', 'short name only', null],
    ],
  )
})

test('winmail.dat under another type is known by its signature', () => {
  const mail = parseMail(winmail(writeTnef(files), 'x', 'application/octet-stream'))
  assert.equal(mail.attachments.length, 3)
})

const bodies: [name: string, properties: PropertyToWrite[], codePage: number, text: string, html: string | null][] = [
  ['plain Unicode body', [{ type: 'unicode', id: 0x1000, value: 'Привет\r\nworld' }], 1252, 'Привет\nworld', null],
  ['plain body in the code page', [{ type: 'string8', id: 0x1000, value: Buffer.from('Привет', 'utf8').toString('latin1') }], 65001, 'Привет', null],
  [
    'HTML body in its own code page',
    [
      { type: 'long', id: 0x3fde, value: 20866 },
      { type: 'binary', id: 0x1013, value: Buffer.from('<p>\u00f0\u00d2\u00c9\u00d7\u00c5\u00d4</p>', 'latin1') },
    ],
    1252,
    'Привет',
    '<p>Привет</p>',
  ],
  [
    'HTML body with a meta tag only',
    [{ type: 'binary', id: 0x1013, value: Buffer.from('<meta charset=koi8-r><p>\u00f0\u00d2\u00c9\u00d7\u00c5\u00d4</p>', 'latin1') }],
    1252,
    'Привет',
    '<meta charset=koi8-r><p>Привет</p>',
  ],
  [
    'RTF body, not compressed',
    [{ type: 'binary', id: 0x1009, value: plainRtf("{\\rtf1\\ansi\\ansicpg1252 Hello \\b w\\b0 orld\\par \\'fcber \\u8211?\\par}") }],
    1252,
    'Hello world\nüber –',
    null,
  ],
  [
    'RTF made from HTML',
    [
      {
        type: 'binary',
        id: 0x1009,
        value: plainRtf('{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hi \\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag72 </p>}}'),
      },
    ],
    1252,
    'Hi',
    '<p>Hi </p>',
  ],
]

function plainRtf(rtf: string): Buffer {
  const header = Buffer.alloc(16)
  header.writeUInt32LE(rtf.length + 12, 0)
  header.writeUInt32LE(rtf.length, 4)
  header.writeUInt32LE(0x414c454d, 8)
  return Buffer.concat([header, Buffer.from(rtf, 'latin1')])
}

for (const [name, properties, codePage, text, html] of bodies) {
  test(`winmail.dat is the body of a mail that has no other: ${name}`, () => {
    const mail = parseMail(winmail(writeTnef([messageProperties(...properties)], codePage), null))
    assert.equal(mail.text, text)
    assert.equal(mail.html, html)
    assert.deepEqual(mail.attachments, [])
  })
}

test('winmail.dat: the body of the mail wins over the one inside', () => {
  const mail = parseMail(winmail(writeTnef([messageProperties({ type: 'unicode', id: 0x1000, value: 'inside' })]), 'outside'))
  assert.equal(mail.text, 'outside')
})

test('winmail.dat: the NUL that ends compressed RTF is no text', () => {
  const mail = parseMail(winmail(writeTnef([messageProperties({ type: 'binary', id: 0x1009, value: plainRtf('{\\rtf1\\ansi Yes\\par}\0') })]), null))
  assert.equal(mail.text, 'Yes')
})

const meetings: [messageClass: string, method: string | null][] = [
  ['IPM.Microsoft Schedule.MtgRespP', 'REPLY'],
  ['IPM.Schedule.Meeting.Resp.Neg', 'REPLY'],
  ['IPM.Microsoft Schedule.MtgReq', 'REQUEST'],
  ['IPM.Schedule.Meeting.Canceled', 'CANCEL'],
  ['IPM.Note', null],
]
for (const [messageClass, method] of meetings)
  test(`winmail.dat of class ${messageClass}: calendar method ${method}`, () => {
    const stream = writeTnef([writeAttribute(1, 0x00078008, Buffer.from(`${messageClass}\0`)), messageProperties()])
    assert.equal(parseMail(winmail(stream, 'x')).calendarMethod, method)
  })

test('winmail.dat: a message embedded by Outlook becomes a mail file that we read again', () => {
  const inner = writeTnef([
    messageProperties(
      { type: 'unicode', id: 0x37, value: 'Inner: “subject”' },
      { type: 'unicode', id: 0x1000, value: 'inner text' },
      { type: 'unicode', id: 0x0c1a, value: 'Ravi' },
      { type: 'unicode', id: 0x5d01, value: 'ravi@x' },
    ),
    writeFile('deep.txt', Buffer.from('deep')),
  ])
  const object = Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), inner])
  const mail = parseMail(
    winmail(
      writeTnef([
        writeFile('Untitled Attachment', null, [
          { type: 'object', id: 0x3701, value: object },
          { type: 'long', id: 0x3705, value: 5 },
        ]),
      ]),
      'x',
    ),
  )
  assert.deepEqual(
    mail.attachments.map((found) => [found.name, found.contentType]),
    [['Inner  “subject”.eml', 'message/rfc822']],
  )
  const again = parseMail(mail.attachments[0]!.content)
  assert.equal(again.subject, 'Inner: “subject”')
  assert.equal(again.text, 'inner text')
  assert.deepEqual(again.from, { name: 'Ravi', address: 'ravi@x' })
  assert.deepEqual(
    again.attachments.map((found) => [found.name, Buffer.from(found.content).toString()]),
    [['deep.txt', 'deep']],
  )
})

test('winmail.dat: a message embedded with a file of 12 MB', () => {
  const inner = writeTnef([messageProperties({ type: 'unicode', id: 0x37, value: 'big' }), writeFile('big.bin', Buffer.alloc(12_000_000, 7))])
  const object = Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), inner])
  const mail = parseMail(winmail(writeTnef([writeFile('Untitled Attachment', null, [{ type: 'object', id: 0x3701, value: object }])]), 'x'))
  assert.equal(parseMail(mail.attachments[0]!.content).attachments[0]!.content.length, 12_000_000)
})

test('winmail.dat cut short gives what came before the cut', () => {
  const stream = writeTnef(files)
  for (let length = 0; length < stream.length; length += 7) {
    const message = readTnef(stream.subarray(0, length))
    assert.ok(length < 6 ? message === null : message!.attachments.length <= 3)
  }
  assert.equal(readTnef(stream.subarray(0, stream.length - 30))!.attachments[0]!.name, 'Report 2025 long name.pdf')
})

test('a winmail.dat that is none stays a file', () => {
  const mail = parseMail(winmail(Buffer.from('not TNEF at all'), 'x'))
  assert.deepEqual(
    mail.attachments.map((found) => found.name),
    ['winmail.dat'],
  )
})

const compressed: [hex: string, rtf: string][] = [
  // The two examples of [MS-OXRTFCP] §4.1.
  [
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
    '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
  ],
  ['1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', '{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}'],
]
for (const [hex, rtf] of compressed) test(`compressed RTF: ${rtf.slice(0, 24)}`, () => assert.equal(decompressRtf(Buffer.from(hex, 'hex')), rtf))
