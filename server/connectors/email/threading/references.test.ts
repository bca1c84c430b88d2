import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatReferences, makeReplyReferences, trimReferences } from './references.ts'

const id = (number: number, length = 20) => `${number}`.padEnd(length - 10, 'x') + '@a.example'

test('a reply refers to the ancestors and the answered mail', () => {
  assert.deepEqual(makeReplyReferences({ messageId: 'c@x', inReplyTo: ['b@x'], references: ['a@x', 'b@x'] }), {
    inReplyTo: 'c@x',
    references: ['a@x', 'b@x', 'c@x'],
  })
})
test('without References the only In-Reply-To takes their place', () => {
  assert.deepEqual(makeReplyReferences({ messageId: 'c@x', inReplyTo: ['b@x'], references: [] }).references, ['b@x', 'c@x'])
  assert.deepEqual(makeReplyReferences({ messageId: 'c@x', inReplyTo: ['a@x', 'b@x'], references: [] }).references, ['c@x'])
})
test('an answered mail without an id has none to refer to', () => {
  assert.deepEqual(makeReplyReferences({ messageId: null, inReplyTo: [], references: ['a@x'] }), { inReplyTo: null, references: ['a@x'] })
})
test('an id occurs once, where it is nearest', () => {
  assert.deepEqual(makeReplyReferences({ messageId: 'b@x', inReplyTo: [], references: ['a@x', 'b@x', 'c@x'] }).references, ['a@x', 'c@x', 'b@x'])
})
test('an id that could break the header is left out', () => {
  assert.deepEqual(makeReplyReferences({ messageId: 'a@x\r\nBcc: y', inReplyTo: [], references: ['b>@x', 'ok@x'] }), {
    inReplyTo: null,
    references: ['ok@x'],
  })
})
test('of forty ids the root and the last nineteen stay', () => {
  const trimmed = trimReferences(Array.from({ length: 40 }, (_, at) => id(at)))
  assert.deepEqual([trimmed.length, trimmed[0], trimmed[1], trimmed.at(-1)], [20, id(0), id(21), id(39)])
})
test('long ids give way until the line fits', () => {
  const trimmed = trimReferences(Array.from({ length: 15 }, (_, at) => id(at, 120)))
  assert.ok(`References: ${trimmed.map((one) => `<${one}>`).join(' ')}`.length <= 998)
  assert.equal(trimmed[0], id(0, 120))
  assert.equal(trimmed.at(-1), id(14, 120))
})
test('the header is folded', () => assert.equal(formatReferences(['a@x', 'b@x']), '<a@x>\r\n <b@x>'))
