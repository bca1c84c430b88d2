import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InstanceKeys } from './instance-keys.ts'
import { constantTimeEquals, hashToken, newToken, signPayload, verifyPayload } from './tokens.ts'

const older: InstanceKeys = [{ id: 'k1', material: Buffer.alloc(32, 1) }]
const rotated: InstanceKeys = [{ id: 'k2', material: Buffer.alloc(32, 2) }, older[0]]
const now = new Date('2026-11-21T10:00:00Z')
const inAMinute = new Date('2026-11-21T10:01:00Z')

test('a token carries its prefix and 32 characters of 62, evenly spread', () => {
  const tokens = Array.from({ length: 2_000 }, () => newToken('smv'))
  assert.ok(tokens.every((token) => /^smv_[0-9A-Za-z]{32}$/.test(token)))
  assert.equal(new Set(tokens).size, 2_000)
  const counts = new Map<string, number>()
  for (const character of tokens.join('').replaceAll('smv_', '')) counts.set(character, (counts.get(character) ?? 0) + 1)
  // 64,000 characters, 1,032 of each expected, standard deviation 32: six of them either way.
  assert.equal(counts.size, 62)
  for (const [character, count] of counts) assert.ok(count > 840 && count < 1_225, `${character} came ${count} times`)
})

test('the hash is SHA-256 in hex', () => assert.equal(hashToken('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'))

const pairs: [a: string | null | undefined, b: string | null | undefined, equal: boolean][] = [
  ['a', 'a', true],
  ['ऊ', 'ऊ', true],
  ['a', 'b', false],
  ['a', 'aa', false],
  ['', '', false],
  [null, null, false],
  [undefined, undefined, false],
  ['undefined', undefined, false],
]
for (const [a, b, equal] of pairs) {
  test(`${JSON.stringify(a)} and ${JSON.stringify(b)} are ${equal ? 'equal' : 'not equal'}`, () => assert.equal(constantTimeEquals(a, b), equal))
}

const payload = { contactId: 'c1', name: 'मीरा' }
const token = signPayload(payload, 'continue', inAMinute, older)

test('a signed payload is safe in a URL and comes back whole', () => {
  assert.match(token, /^[\w.-]+$/)
  assert.deepEqual(verifyPayload(token, 'continue', older, now), payload)
})

test('it still verifies after a new key came, and not after its key went', () => {
  assert.deepEqual(verifyPayload(token, 'continue', rotated, now), payload)
  assert.equal(verifyPayload(token, 'continue', [rotated[0]], now), null)
})

test('it is good until its time, not at it', () => {
  assert.deepEqual(verifyPayload(token, 'continue', older, new Date(inAMinute.getTime() - 1)), payload)
  assert.equal(verifyPayload(token, 'continue', older, inAMinute), null)
})

test('it is worth nothing for another purpose', () => assert.equal(verifyPayload(token, 'reset', older, now), null))

test('a key id cannot be exchanged for another', () => assert.equal(verifyPayload(token.replace('k1', 'k2'), 'continue', rotated, now), null))

test('every single changed character is noticed', () => {
  for (let index = 0; index < token.length; index++) {
    const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1)
    // The last character of a 32-byte MAC carries two idle bits; the comparison is of text, so even these must match.
    assert.equal(verifyPayload(changed, 'continue', older, now), null, `position ${index}`)
  }
})

for (const wrong of [
  '',
  '.',
  '...',
  'v1.k1..',
  'a.b.c.d',
  `${token}=`,
  ` ${token}`,
  `${token}\n`,
  token.slice(0, -1),
  'v1.k1.bm90LWpzb24.' + 'A'.repeat(43),
]) {
  test(`${JSON.stringify(wrong.slice(0, 24))} (${wrong.length}) verifies as nothing`, () =>
    assert.equal(verifyPayload(wrong, 'continue', older, now), null))
}
