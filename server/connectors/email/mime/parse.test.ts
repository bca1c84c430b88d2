import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMail } from './parse.ts'
import { samples } from './samples/index.ts'

for (const sample of samples) {
  test(`mail: ${sample.name}`, () => {
    const mail = parseMail(sample.raw)
    assert.equal(mail.text, sample.text)
    assert.deepEqual(
      mail.attachments.map((found) => [found.name, found.contentType, Buffer.from(found.content).toString('latin1')]),
      (sample.attachments ?? []).map(([name, type, content]) => [name, type, Buffer.from(content as string).toString('latin1')]),
    )
    if (sample.html === null) assert.equal(mail.html, null)
    else if (sample.html !== undefined) assert.ok(mail.html?.includes(sample.html), mail.html ?? 'no HTML')
    for (const [field, value] of Object.entries(sample.also ?? {})) assert.deepEqual(mail[field as keyof typeof mail], value, field)
  })
}

test('a picture named in the HTML by cid, address or not at all: the first two are inline', () => {
  const mail = parseMail(
    Buffer.from(
      [
        'Content-Type: multipart/related; boundary=b',
        '',
        '--b',
        'Content-Type: text/html',
        '',
        '<img src="cid:A%40x"><td background=\'cid:b@x\'><img src="http://x/p.png">',
        ...[
          'Content-ID: <a@x>',
          'Content-ID: b@x',
          'Content-Location: http://x/p.png',
          'Content-ID: <other@x>',
          'Content-Disposition: inline',
        ].flatMap((field) => ['--b', 'Content-Type: image/png', field, '', 'P']),
        '--b--',
      ].join('\n'),
    ),
  )
  assert.deepEqual(
    mail.attachments.map((found) => found.isInline),
    [true, true, true, false, true],
  )
  assert.deepEqual(
    mail.attachments.map((found) => found.contentId),
    ['a@x', 'b@x', null, 'other@x', null],
  )
})

test('header values are unfolded, decoded and free of line ends', () => {
  const mail = parseMail(Buffer.from('X-A: one\r\n two\r\nSubject: =?utf-8?Q?a=0D=0ABcc:_evil@x?=\r\nX-A: three\r\n\r\n'))
  assert.deepEqual(mail.headers, [
    { name: 'x-a', value: 'one two' },
    { name: 'subject', value: 'a Bcc: evil@x' },
    { name: 'x-a', value: 'three' },
  ])
})

const unreadable: [name: string, raw: Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['empty lines', Buffer.from('\r\n\r\n')],
  ['zeros', Buffer.alloc(1000)],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex')],
]
for (const [name, raw] of unreadable) test(`unreadable: ${name}`, () => assert.ok(parseMail(raw).repairs.includes('unreadable')))

test('a mail with a header and nothing else is readable', () => {
  const mail = parseMail(Buffer.from('Subject: x'))
  assert.equal(mail.subject, 'x')
  assert.deepEqual(mail.repairs, [])
})

test('attachment contents are those bytes, also in a view of a larger buffer', () => {
  const whole = Buffer.from('xxContent-Type: a/b; name=f\n\n\u0000\u00ff\r\nxx', 'latin1')
  const mail = parseMail(new Uint8Array(whole.buffer, whole.byteOffset + 2, whole.length - 4))
  assert.equal(Buffer.from(mail.attachments[0]!.content).toString('latin1'), '\u0000\u00ff\r\n')
})
