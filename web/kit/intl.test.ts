import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileMessage } from './compile-message.ts'
import { createWording, type MessageValues } from './intl.ts'

const messages: [name: string, locale: string, message: string, values: MessageValues, text: string][] = [
  ['plain text', 'en', 'Reply', {}, 'Reply'],
  ['quoted braces', 'en', "Write '{'name'}'", {}, 'Write {name}'],
  ['a variable', 'en', 'Assigned to {name}', { name: 'Ravi' }, 'Assigned to Ravi'],
  ['nothing given', 'en', 'Assigned to {name}', {}, 'Assigned to '],
  ['one', 'en', '{count, plural, one {# message} other {# messages}}', { count: 1 }, '1 message'],
  ['many, as the region writes them', 'en-IN', '{count, plural, one {# message} other {# messages}}', { count: 123456 }, '1,23,456 messages'],
  ['an exact number before a category', 'en', '{count, plural, =0 {none} one {one} other {#}}', { count: 0 }, 'none'],
  ['zero is “one” in Hindi', 'hi', '{count, plural, one {एक} other {कई}}', { count: 0 }, 'एक'],
  ['millions in Spanish', 'es', '{count, plural, one {uno} many {muchos} other {otros}}', { count: 1_000_000 }, 'muchos'],
  ['a missing category falls to other', 'es', '{count, plural, one {uno} other {otros}}', { count: 1_000_000 }, 'otros'],
  [
    'variables inside a plural',
    'en',
    '{count, plural, one {{name} and # other} other {{name} and # others}}',
    { count: 2, name: 'Asha' },
    'Asha and 2 others',
  ],
  ['a choice by word', 'en', '{who, select, me {You} other {{name}}} left', { who: 'else', name: 'Asha' }, 'Asha left'],
  ['a number', 'pt-BR', '{size, number} kB', { size: 1234.5 }, '1.234,5 kB'],
]
for (const [name, locale, message, values, text] of messages)
  test(`message: ${name}`, () => assert.equal(createWording(locale).formatMessage(compileMessage(message), values), text))

for (const refused of ['{at, date, short}', '<b>bold</b>', '{n, selectordinal, one {#st} other {#th}}', '{n, plural, offset:1 one {#} other {#}}'])
  test(`not compiled: ${refused}`, () => assert.throws(() => compileMessage(refused), /cannot draw/))

test('dates are written as the language writes them', () => {
  const at = new Date(2026, 10, 3, 15, 4)
  assert.equal(createWording('en-GB').formatDate(at), '03/11/2026')
  assert.equal(createWording('en-GB').formatDate(at.toISOString(), { day: 'numeric', month: 'long' }), '3 November')
  assert.equal(createWording('en-GB').formatTime(at), '15:04')
  assert.equal(createWording('es').formatRelativeTime(-2, 'hour'), 'hace 2 horas')
})
