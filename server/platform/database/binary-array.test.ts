import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { connectToClone } from '../../testing/postgres.ts'
import { binaryArray, type ElementType } from './binary-array.ts'

const { client, drop } = await connectToClone()
after(drop)

/** What PostgreSQL reads, as its own text. */
async function readBack(type: ElementType, value: unknown): Promise<string> {
  const { rows } = await client.query<{ text: string }>(`select ($1::${type}[])::text as text`, [value])
  return rows[0]!.text
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('\0', ''))
const values: [type: ElementType, element: fc.Arbitrary<unknown>][] = [
  ['boolean', fc.boolean()],
  ['bytea', fc.uint8Array().map((bytes) => Buffer.from(bytes))],
  ['bigint', fc.maxSafeInteger()],
  ['int', fc.integer()],
  ['text', fc.oneof(anyText, fc.constantFrom('', 'NULL', 'null', '{}', '"', '\\', 'a,b', ' space ', 'नमस्ते', '😀'))],
  ['timestamptz', fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })],
  ['uuid', fc.uuid()],
  ['jsonb', fc.jsonValue().map((value) => JSON.stringify(value).replaceAll('\\u0000', ''))],
]
for (const [type, element] of values)
  test(`PostgreSQL reads the same ${type} values from the binary form as from the text`, async () => {
    await client.query(`set timezone = 'UTC'`)
    const property = fc.asyncProperty(fc.array(fc.option(element), { maxLength: 20 }), async (elements) => {
      const binary = binaryArray(type, elements)
      assert.ok(binary)
      assert.equal(await readBack(type, binary), await readBack(type, elements))
    })
    await fc.assert(property, { numRuns: 60, seed: 42 })
  })

test('an array larger than anything before it is whole', async () => {
  const long = Array.from({ length: 300 }, (_, at) => `${at} `.repeat(1_000))
  const { rows } = await client.query<{ given: string[] }>('select $1::text[] as given', [binaryArray('text', long)])
  assert.deepEqual(rows[0]!.given, long)
})

test('values of another form are left to PostgreSQL', () => {
  const strange: [ElementType, unknown][] = [
    ['uuid', 'not-a-uuid'],
    ['uuid', '{0198f0c4-0000-7000-8000-000000000000}'],
    ['int', 1.5],
    ['int', 2 ** 31],
    ['bigint', 2 ** 53],
    ['boolean', 'true'],
    ['text', 7],
    ['timestamptz', '2026-01-01T00:00:00.000001Z'],
    ['timestamptz', new Date('no date')],
    ['bytea', '\\x00'],
  ]
  for (const [type, value] of strange) assert.equal(binaryArray(type, [null, value]), null, `${type} ${String(value)}`)
})
