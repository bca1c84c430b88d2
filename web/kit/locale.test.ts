import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageOfScript, pickFormatLocale, pickLocale } from './locale.ts'

const picks: [name: string, setting: string | null, browser: string[], picked: string][] = [
  ['the setting wins over the browser', 'te', ['en-IN'], 'te'],
  ['without a setting the first language we speak is taken', null, ['fr-FR', 'ml-IN', 'en'], 'ml'],
  ['any Portuguese is better than English', null, ['pt-PT', 'en'], 'pt-BR'],
  ['a regional Spanish is Spanish', null, ['es-419'], 'es'],
  ['case does not matter', 'PT-br', [], 'pt-BR'],
  ['a setting we do not speak is passed over', 'fr', ['hi-IN'], 'hi'],
  ['nothing known means English', null, ['ja'], 'en'],
]
for (const [name, setting, browser, picked] of picks) test(name, () => assert.equal(pickLocale(setting, browser), picked))

test('numbers and dates follow the region of the browser', () => {
  assert.equal(pickFormatLocale('en', ['hi-IN', 'en-IN', 'en']), 'en-IN')
  assert.equal(pickFormatLocale('ml', ['en-US']), 'ml')
})

const texts: [text: string, language: string | undefined][] = [
  ['నా రీఫండ్ ఎప్పుడు వస్తుంది?', 'te'],
  ['പണം തിരികെ ലഭിച്ചില്ല', 'ml'],
  ['मेरा खाता बंद है', 'hi'],
  ['என் பணம் எங்கே', 'ta'],
  ['Order 4512: मेरा पैसा वापस नहीं आया', 'hi'],
  ['Please call Lakshmi (లక్ష్మి) back tomorrow', undefined],
  ['Não recebi o código', undefined],
  ['', undefined],
]
for (const [text, language] of texts)
  test(`the script of “${text}” says ${language ?? 'nothing'}`, () => assert.equal(languageOfScript(text), language))
