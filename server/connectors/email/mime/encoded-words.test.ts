import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeHeaderText } from './encoded-words.ts'

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const b = (bytes: Buffer | string) => Buffer.from(bytes as string).toString('base64')

const cases: [name: string, raw: string, text: string, fallback?: string][] = [
  ['plain text stays', 'Hello', 'Hello'],
  ['Q and B', '=?iso-8859-1?Q?Andr=E9?= and =?utf-8?B?w6k=?=', 'André and é'],
  ['an underscore is a space', '=?utf-8?q?a_b=5Fc?=', 'a b_c'],
  ['white space between words goes', '=?utf-8?Q?a?=  =?utf-8?Q?b?=', 'ab'],
  ['white space between a word and text stays', '=?utf-8?Q?a?= b =?utf-8?Q?c?=', 'a b c'],
  ['words without white space between them', '=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab'],
  ['a letter split between two words is joined', `=?utf-8?B?${b(Buffer.from([0xe0, 0xa4]))}?= =?utf-8?B?${b(Buffer.from([0xa8]))}?=`, 'न'],
  ['a letter split between two Q words is joined', '=?UTF-8?Q?gr=C3?= =?UTF-8?Q?=BC=C3=9F?=', 'grüß'],
  ['base64 cut within a group of four is joined', '=?utf-8?B?SGVsb?= =?utf-8?B?G8=?=', 'Hello'],
  ['words of two charsets side by side', '=?windows-1252?Q?B=C4KO?= =?iso-8859-15?q?=A4?=', 'BÄKO€'],
  ['spaces inside a Q word', '=?utf-8?Q?a b c?= d', 'a b c d'],
  ['an unescaped question mark inside a Q word', '=?utf-8?Q?what?=20now?= ok', 'what? now ok'],
  ['a missing end: to the next white space', '=?utf-8?Q?caf=C3=A9 bar', 'café bar'],
  ['a language after the charset (RFC 2231 §5)', '=?utf-8*de?Q?=C3=BC?=', 'ü'],
  ['words inside quotes', '"=?utf-8?Q?=C3=BC?="', '"ü"'],
  ['padding forgotten', '=?utf-8?B?w6k?=', 'é'],
  ['no encoding letter: left alone', '=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
  ['small q, broken escape stays as sent', '=?utf-8?q?100=%?=', '100=%'],
  ['ISO-2022-JP', '=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=', '日本語'],
  ['raw ISO-2022-JP', '\u001b$BF|K\\8l\u001b(B test', '日本語 test'],
  ['Shift_JIS', '=?shift_jis?B?k/qWe4zq?=', '日本語'],
  ['GB2312 with letters of GBK', '=?gb2312?B?6UY=?=', '镕'],
  ['KOI8-R', '=?koi8-r?Q?=F0=D2=C9=D7=C5=D4?=', 'Привет'],
  ['raw UTF-8', latin1('Grüße नमस्ते'), 'Grüße नमस्ते'],
  ['raw Latin-1', 'Gr\u00fc\u00dfe', 'Grüße'],
  ['raw bytes of the charset the mail declares', '\u00cf\u00f0\u00e8\u00e2\u00e5\u00f2', 'Привет', 'windows-1251'],
  ['an unknown charset is guessed', '=?x-nowhere?Q?caf=E9?=', 'café'],
  ['UTF-8 under a Latin-1 label', '=?iso-8859-1?Q?caf=C3=A9?=', 'café'],
  ['Latin-1 under a UTF-8 label', '=?utf-8?Q?caf=E9?=', 'café'],
  ['Malayalam, Telugu, Tamil', `=?UTF-8?B?${b('സംവാദം')}?= =?UTF-8?B?${b(' సంవాదం')}?= =?UTF-8?B?${b(' உரையாடல்')}?=`, 'സംവാദം సంవాదం உரையாடல்'],
  ['an emoji cut into two words', `=?utf-8?B?${b(Buffer.from('😀').subarray(0, 2))}?=\t=?utf-8?B?${b(Buffer.from('😀').subarray(2))}?=`, '😀'],
]
for (const [name, raw, text, fallback] of cases) {
  test(`encoded words: ${name}`, () => assert.equal(decodeHeaderText(raw, fallback ?? null), text))
}
