import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectLanguage } from './detect-language.ts'
import type { Language } from './detection.ts'
import { latinMessages } from './fixtures/messages-latin.ts'
import { foreignMessages, nativeMessages } from './fixtures/messages-native.ts'
import { romanisedMessages } from './fixtures/messages-romanised.ts'

interface Labelled {
  text: string
  language: Language
  isRomanised: boolean
}
const label = (messages: Partial<Record<Language, string[]>>, isRomanised: boolean): Labelled[] =>
  Object.entries(messages).flatMap(([language, texts]) => texts.map((text) => ({ text, language: language as Language, isRomanised })))

const messages = [...label(latinMessages, false), ...label(nativeMessages, false), ...label(romanisedMessages, true)]
const isRight = ({ text, language, isRomanised }: Labelled) => {
  const found = detectLanguage(text)
  return found.language === language && found.isRomanised === isRomanised
}

test('of at least 350 messages of five words, 95 in 100 are given the right language, romanised ones told apart', () => {
  assert.ok(messages.length >= 350, String(messages.length))
  for (const { text } of messages) assert.ok(text.split(/\s+/).length >= 5, text)
  const wrong = messages.filter((message) => !isRight(message))
  const list = wrong.map(({ text, language }) => `${language}, not ${JSON.stringify(detectLanguage(text))}: ${text}`)
  if (process.env['SHOW_MISSES']) console.log(list.join('\n'), messages.length)
  assert.ok(wrong.length <= messages.length * 0.05, list.join('\n'))
})

for (const kind of new Set(messages.map(({ language, isRomanised }) => `${language}${isRomanised ? ' in Latin letters' : ''}`))) {
  test(`nine in ten are right in ${kind}`, () => {
    const own = messages.filter(({ language, isRomanised }) => `${language}${isRomanised ? ' in Latin letters' : ''}` === kind)
    const wrong = own.filter((message) => !isRight(message))
    assert.ok(wrong.length <= own.length * 0.1, wrong.map(({ text }) => text).join('\n'))
  })
}

test('a confidence above one half is right in 99 of 100', () => {
  const sure = messages.filter(({ text }) => detectLanguage(text).confidence > 0.5)
  const wrong = sure.filter((message) => !isRight(message))
  assert.ok(sure.length >= messages.length * 0.6, `${sure.length} of ${messages.length} sure`)
  assert.ok(wrong.length <= sure.length * 0.01, wrong.map(({ text }) => text).join('\n'))
})

for (const text of foreignMessages) {
  test(`none of ours: ${text}`, () => assert.equal(detectLanguage(text).language, null))
}

const short: [name: string, text: string, language: Language | null][] = [
  ['a Hindi word', 'नमस्ते', 'hi'],
  ['a Tamil word after an English name', 'Ravi வணக்கம்', 'ta'],
  ['an English message that names a person in Devanagari', 'Hello, this is रवि from the accounts department of the head office', 'en'],
  ['nothing to go by', 'ok', null],
  ['nothing at all', '', null],
]
for (const [name, text, language] of short) test(`${name} is ${language ?? 'left open'}`, () => assert.equal(detectLanguage(text).language, language))
