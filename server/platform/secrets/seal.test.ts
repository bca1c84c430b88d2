import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InstanceKeys } from './instance-keys.ts'
import { needsReseal, openSecret, sealSecret } from './seal.ts'

const older: InstanceKeys = [{ id: 'k1', material: Buffer.alloc(32, 1) }]
const rotated: InstanceKeys = [{ id: 'k2', material: Buffer.alloc(32, 2) }, older[0]]
const place = 'inbox/1/password'

for (const plain of ['hunter2', '', 'पासवर्ड 🔑', 'x'.repeat(100_000)]) {
  test(`a secret of ${plain.length} characters comes back as it was`, () => {
    const sealed = sealSecret(plain, older, place)
    assert.equal(openSecret(sealed, older, place), plain)
    assert.ok(plain === '' || !sealed.includes(plain))
  })
}

test('the same secret never looks the same twice', () => assert.notEqual(sealSecret('a', older, place), sealSecret('a', older, place)))

test('after rotation old secrets open, new ones use the new key, and once all are sealed again the old key can go', () => {
  const before = sealSecret('a', older, place)
  assert.equal(openSecret(before, rotated, place), 'a')
  assert.equal(needsReseal(before, rotated), true)
  const again = sealSecret(openSecret(before, rotated, place), rotated, place)
  assert.equal(needsReseal(again, rotated), false)
  assert.equal(openSecret(again, [rotated[0]], place), 'a')
  assert.throws(() => openSecret(again, older, place), { name: 'SecretUnreadable', code: 'unknown_key' })
})

test('a secret copied to another place does not open there', () => {
  assert.throws(() => openSecret(sealSecret('a', older, place), older, 'inbox/2/password'), { code: 'damaged' })
})

test('another key under the same id does not open it', () => {
  assert.throws(() => openSecret(sealSecret('a', older, place), [{ id: 'k1', material: Buffer.alloc(32, 9) }], place), { code: 'damaged' })
})

test('every single changed byte is noticed', () => {
  const sealed = sealSecret('secret', older, place)
  const [mark, id, text = ''] = sealed.split('.')
  const bytes = Buffer.from(text, 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes)
    changed[index] = (changed[index] ?? 0) ^ 1
    assert.throws(() => openSecret(`${mark}.${id}.${changed.toString('base64url')}`, older, place), { code: 'damaged' })
  }
})

for (const wrong of [
  '',
  'plain',
  's1',
  's1.k1',
  's1.k1.',
  's1.k1.AAAA',
  `s2.k1.${'A'.repeat(60)}`,
  `s1.k1.${'A'.repeat(60)}.x`,
  `s1.k1.${'A'.repeat(60)}`,
]) {
  test(`${JSON.stringify(wrong.slice(0, 12))} (${wrong.length}) is not a secret`, () =>
    assert.throws(() => openSecret(wrong, older, place), { code: 'damaged' }))
}
