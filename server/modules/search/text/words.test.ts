import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { tokens, searchKey, words } from './words.ts'

const sameKey: [name: string, one: string, other: string][] = [
  ['Hindi: half nasal and anusvara', 'हिन्दी सम्बन्ध', 'हिंदी संबंध'],
  ['Hindi: nukta as one letter, as two, and left out', 'ज़रूर फ़ोन', 'ज़रूर फोन'],
  ['Hindi: chandrabindu and anusvara', 'गाँधी', 'गांधी'],
  ['Hindi: the English o', 'ऑर्डर', 'आर्डर'],
  ['Hindi: गये and गए, रुपये and रुपए', 'गये रुपये', 'गए रुपए'],
  ['Hindi: digits', 'ऑर्डर १२३४', 'ऑर्डर 1234'],
  ['Telugu: with and without the joiner', 'ట్రాకింగ్‌లో', 'ట్రాకింగ్లో'],
  ['Telugu: digits', '౧౨౩', '123'],
  ['Malayalam: chillu as one letter and with a joiner', 'ഓർഡർ കാൺ', 'ഓര്‍ഡര്‍ കാണ്‍'],
  ['Malayalam: nta in both spellings', 'എന്റെ', 'എൻറെ'],
  ['Malayalam: the half u', 'അത്', 'അതു്'],
  ['Malayalam: the two au signs', 'കൌ', 'കൗ'],
  ['Tamil: o as one sign and as its two halves', 'க\u0bcaடு', 'க\u0bc6\u0bbeடு'],
  ['Tamil: the two letters n', 'நன்றி', 'னன்றி'],
  ['Tamil: digits', '௧௨௩', '123'],
  ['Portuguese: accents', 'não recebi a devolução', 'NAO RECEBI A DEVOLUCAO'],
  ['Spanish: composed and decomposed', 'mañana', 'man\u0303ana'],
  ['English: straight, curly and no apostrophe', 'don’t', 'dont'],
  ['soft hyphen and zero width space', 're\u00adfund\u200b', 'refund'],
  ['full-width letters', 'ＡＢ１２', 'ab12'],
]
for (const [name, one, other] of sameKey) test(`one key: ${name}`, () => assert.equal(searchKey(one), searchKey(other)))

const differentKey: [name: string, one: string, other: string][] = [
  ['Hindi जन्म keeps its n', 'जन्म', 'जंम'],
  ['Telugu short and long vowels differ', 'పని', 'పాని'],
  ['a word-initial ये is a word', 'ये', 'ए'],
]
for (const [name, one, other] of differentKey) test(`two keys: ${name}`, () => assert.notEqual(searchKey(one), searchKey(other)))

const forms: [name: string, text: string, expected: string[]][] = [
  ['a code is found whole, glued and by its pieces', 'AB-1234', ['ab-1234', 'ab', '1234', 'ab1234']],
  ['a glued code is found by its pieces', 'AB1234', ['ab1234', 'ab', '1234']],
  ['an e-mail address is found whole and by its pieces', 'ravi.k@example.com', ['ravi.k@example.com', 'ravi', 'k', 'example', 'com']],
  ['a hyphenated word is found in one', 'e-mail', ['e-mail', 'e', 'mail', 'email']],
  ['alternatives are two words', 'and/or', ['and/or', 'and', 'or']],
  ['an amount is found with and without its comma', '₹1,249', ['1,249', '1', '249', '1249']],
  ['Telugu letters and digits part', 'ఆర్డర్42', ['ఆర్డర్42', 'ఆర్డర్', '42']],
  ['punctuation and emoji are no words', '… 🙏 — !', []],
  ['a danda ends the word', 'आया।नहीं', ['आया', 'नहीं']],
]
for (const [name, text, expected] of forms) test(name, () => assert.deepEqual(words(text), expected))

test('a phone number in groups is found by its digits, with and without the country', () => {
  const found = words('call +91 98765-43210 now')
  assert.ok(found.includes('919876543210') && found.includes('9876543210'), found.join(' '))
})

test('places are offsets in the text as written', () => {
  const text = 'मेरा ज़रूरी AB-1234 ट्रैक'
  assert.deepEqual(
    tokens(text).map(({ start, end }) => text.slice(start, end)),
    ['मेरा', 'ज़रूरी', 'AB-1234', 'ट्रैक'],
  )
})

test('a key holds nothing but letters, marks, ASCII digits and single spaces, and is its own key', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'कि्षాు‌ാർஃஔ12-.@’ ñÇ'.split('')) })), (text) => {
      const key = searchKey(text)
      assert.match(key, /^$|^[\p{L}\p{M}\p{N}]+( [\p{L}\p{M}\p{N}]+)*$/u)
      assert.doesNotMatch(key, /[\u0966-\u096f\u0c66-\u0c6f\u200b-\u200d]/)
    }),
    { seed: 7, numRuns: 400 },
  )
})
