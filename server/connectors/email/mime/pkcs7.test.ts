import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { parseMail } from './parse.ts'
import { readCms } from './pkcs7.ts'

/** Mails signed and encrypted by OpenSSL 3; the keys were thrown away. */
const fixture = (name: string) => parseMail(readFileSync(new URL(`fixtures/smime-${name}.eml`, import.meta.url)))

const signed: [name: string, attachments: string[]][] = [
  ['opaque', ['contract.pdf']],
  ['streamed', ['contract.pdf']],
  ['double', ['contract.pdf']],
  ['detached', ['contract.pdf', 'smime.p7s']],
]
for (const [name, attachments] of signed) {
  test(`S/MIME signed, ${name}: the mail inside is read`, () => {
    const mail = fixture(name)
    assert.equal(mail.text, 'Signed: नमस्ते')
    assert.deepEqual(
      mail.attachments.map((found) => found.name),
      attachments,
    )
    assert.ok(mail.isSigned)
    assert.ok(!mail.isEncrypted)
  })
}

test('S/MIME encrypted: kept as a file and said so', () => {
  const mail = fixture('enveloped')
  assert.ok(mail.isEncrypted)
  assert.deepEqual(
    mail.attachments.map((found) => found.name),
    ['smime.p7m'],
  )
})

const der = (tag: number, ...content: Buffer[]) => {
  const body = Buffer.concat(content)
  const length = body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 255])
  return Buffer.concat([Buffer.from([tag]), length, body])
}
const compressedDataId = Buffer.from('2a864886f70d0109100109', 'hex')
const zlibId = Buffer.from('2a864886f70d0109100308', 'hex')
const dataId = Buffer.from('2a864886f70d010701', 'hex')

test('S/MIME compressed (RFC 3274): the mail inside is read', () => {
  const inner = Buffer.from('Content-Type: text/plain\r\n\r\nsmall words')
  const cms = der(
    0x30,
    der(0x06, compressedDataId),
    der(
      0xa0,
      der(0x30, der(0x02, Buffer.from([0])), der(0x30, der(0x06, zlibId)), der(0x30, der(0x06, dataId), der(0xa0, der(0x04, deflateSync(inner))))),
    ),
  )
  assert.equal(
    parseMail(Buffer.concat([Buffer.from('Content-Type: application/pkcs7-mime; smime-type=compressed-data; name=smime.p7z\r\n\r\n'), cms])).text,
    'small words',
  )
})

test('a signature cut anywhere gives a mail all the same', () => {
  const raw = readFileSync(new URL('fixtures/smime-streamed.eml', import.meta.url))
  for (let length = 0; length < raw.length; length += 13) parseMail(raw.subarray(0, length))
})

test('what is no CMS object is null', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), Buffer.from('3080', 'hex'), Buffer.from('30800609', 'hex'), Buffer.alloc(1000, 0x30)])
    assert.equal(readCms(bytes), null)
})
