import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeStorable } from './storable-input.ts'

const cases: [name: string, given: unknown, kept: unknown][] = [
  ['text stays', { text: 'నమస్తే 👋' }, { text: 'నమస్తే 👋' }],
  ['a NUL goes', { text: 'a\0b' }, { text: 'ab' }],
  ['half a pair becomes the replacement character', { text: 'a\ud800' }, { text: 'a\ufffd' }],
  ['names are cleaned too', { 'a\0b': { 'c\0': ['\0', 1, null] } }, { ab: { c: ['', 1, null] } }],
  ['what is no text stays', [true, 1.5, null], [true, 1.5, null]],
]
for (const [name, given, kept] of cases) test(name, () => assert.deepEqual(makeStorable(given), kept))

test('what is nested without end is refused, and costs no stack', () => {
  let deep: unknown = []
  for (let n = 0; n < 100_000; n++) deep = [deep]
  assert.throws(() => makeStorable(deep), { code: 'request.too_deep' })
})
