import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { connectToClone } from '../../testing/postgres.ts'
import { binaryArray } from '../../platform/database/binary-array.ts'
import { indexOfKey, packVector, searchKey } from './text/index.ts'

const { client, drop } = await connectToClone()
after(drop)

/** Those of the texts of which PostgreSQL's own parser would have made another vector. */
async function differing(texts: string[]): Promise<string[]> {
  const given = texts.map((text) => ({ text, key: searchKey(text) })).filter(({ key }) => packVector(key) !== null)
  const { rows } = await client.query<{ text: string }>(
    `select text from unnest($1::text[], $2::text[], $3::tsvector[]) as given (text, key, vector) where to_tsvector('simple', key) is distinct from vector`,
    [
      given.map(({ text }) => text.replaceAll('\0', '')),
      given.map(({ key }) => indexOfKey(key)),
      binaryArray(
        'tsvector',
        given.map(({ key }) => packVector(key)),
      ),
    ],
  )
  return rows.map((row) => row.text)
}

const samples: [name: string, text: string][] = [
  ['nothing', ''],
  ['a sentence', 'Where is my order? I paid twice, on the 3rd of May!'],
  ['codes, amounts, dates and versions', 'AB-1234/x 1,249.50 1e5 2026-05-03 v1.2.3 00042 3.14e-10 -17 #99 50% A4'],
  ['addresses', 'write to first.last+tag@shop.example.com or https://shop.example/a/b?c=d&e=f#g or call +91 98765 43210'],
  ['Hindi', 'मेरा रिफंड कब आएगा? ऑर्डर क्रमांक १२३४ ज़रूर भेजिए, क्षेत्र में'],
  ['Telugu, Malayalam and Tamil', 'నా రీఫండ్ ఎప్పుడు വന്നില്ല എന്റെ ഓർഡർ எங்கே வருகிறது'],
  ['Portuguese and Spanish', 'Não recebi o pedido. ¿Dónde está mi reembolso, señor? ação coração'],
  ['other scripts', 'Привет Καλημέρα שלום مرحبا 你好世界 こんにちは 안녕하세요 ßtraße İstanbul ǅ ﬁn'],
  ['emoji and symbols', 'ok 👍🏽 👨‍👩‍👧 ™ © ½ ² ① ₹500 ½kg µm'],
  ['quotes and backslashes', `it's "so" \\ called 'x':1,2A B:3 a & b | c ! (d)`],
  ['a word repeated three hundred times', 'again '.repeat(300)],
  ['twenty thousand words', Array.from({ length: 20_000 }, (_, at) => `w${at}`).join(' ')],
  ['words too long to be indexed', `before ${'x'.repeat(2046)} ${'y'.repeat(2047)} ${'क'.repeat(683)} after`],
]
for (const [name, text] of samples)
  test(`PostgreSQL would make the same vector of ${name}`, async () => assert.deepEqual((await differing([text])).length, 0))

const ourLetters = [
  'abcdefghijklmnopqrstuvwxyz0123456789àßéñøþœſ',
  ...[0x900, 0x980, 0xa00, 0xa80, 0xb00, 0xb80, 0xc00, 0xc80, 0xd00].map((block) =>
    Array.from({ length: 128 }, (_, at) => String.fromCharCode(block + at)).join(''),
  ),
].map((letters) => letters + ' ')

test('PostgreSQL would make the same vectors of any text, and of any that is left to us', async () => {
  const any = fc.string({ unit: 'grapheme', maxLength: 200 })
  const ours = fc.constantFrom(...ourLetters).chain((letters) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 200 }))
  const property = fc.asyncProperty(fc.array(fc.oneof(any, ours), { maxLength: 60 }), async (texts) => assert.deepEqual(await differing(texts), []))
  await fc.assert(property, { numRuns: 80, seed: 42 })
})

test('ordinary texts are not left to the parser', () => {
  for (const [name, text] of samples.filter(([name]) => /sentence|codes|addresses|Hindi|Telugu|Portuguese|repeated/.test(name)))
    assert.notEqual(packVector(searchKey(text)), null, name)
})
