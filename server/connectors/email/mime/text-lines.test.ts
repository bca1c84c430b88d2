import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enrichedToText, normaliseLines, unflow } from './text-lines.ts'

test('line ends of every kind become \\n, also in long texts', () => {
  const mixed = 'a\r\nb\rc\r\r\nd\ne\0f'
  assert.equal(normaliseLines(mixed), 'a\nb\nc\nd\nef')
  assert.equal(normaliseLines(mixed.repeat(40_000)), 'a\nb\nc\nd\nef'.repeat(40_000))
})

const flowed: [name: string, raw: string, delSp: boolean, text: string][] = [
  ['soft lines join', 'one \ntwo\nthree', false, 'one two\nthree'],
  ['DelSp takes the space', '長い\u0020\n行\n', true, '長い行\n'],
  ['quoted paragraphs join by depth', '> a \n> b\n>> c \n>> d\ne', false, '> a b\n>> c d\ne'],
  ['a soft line before another depth ends there', '> a \nb', false, '> a \nb'],
  ['the signature separator is no soft line', 'a \n-- \nb', false, 'a \n-- \nb'],
  ['space stuffing goes', ' From x\n > y', false, 'From x\n> y'],
  ['empty lines stay', 'a\n\nb\n', false, 'a\n\nb\n'],
  ['nothing', '', false, ''],
]
for (const [name, raw, delSp, text] of flowed) test(`format=flowed: ${name}`, () => assert.equal(unflow(raw, delSp), text))

test('text/enriched: line ends, commands, brackets', () => {
  assert.equal(enrichedToText('a\nb\n\nc <bold>d</bold> <<e> <color><param>red</param>f</color> <', false), 'a b\nc d <e> f <')
})
