import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRtf } from './rtf-text.ts'

const cases: [name: string, rtf: string, text: string][] = [
  ['paragraphs and tabs', '{\\rtf1\\ansi a\\par b\\tab c\\line d}', 'a\nb\tc\nd'],
  ['line ends of the source are no text', '{\\rtf1 a\r\nb}', 'ab'],
  ['escaped braces and backslash', '{\\rtf1 \\{a\\}\\\\}', '{a}\\'],
  [
    'fonts, colours and styles are no text',
    '{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}{\\stylesheet{\\s0 Normal;}}{\\*\\generator X;}{\\info{\\title T}}text}',
    'text',
  ],
  ['pictures are no text', '{\\rtf1 a{\\pict\\wmetafile8 010203}b}', 'ab'],
  ['letters of the code page', "{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2}", 'Привет'],
  [
    'letters of a font of another charset',
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}\\f1 \\'cf\\'f0\\f0\\'fc}",
    'Прü',
  ],
  ['letters of two bytes', "{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa\\'96\\'7b}", '日本'],
  ['Unicode with a fallback that is passed over', '{\\rtf1\\uc1 \\u2344?\\u-3?}', 'न\ufffd'],
  ['Unicode with a fallback of two', "{\\rtf1\\uc2 \\u26085\\'93\\'fa!}", '日!'],
  ['Unicode without a fallback', '{\\rtf1\\uc0 \\u8364 x}', '€x'],
  ['a link shows its words', '{\\rtf1 {\\field{\\*\\fldinst HYPERLINK "http://x"}{\\fldrslt here}}}', 'here'],
  ['binary data is passed over', '{\\rtf1 a{\\bin3 }}}b}', 'ab'],
  ['groups that never close', '{\\rtf1 a{b{c', 'abc'],
  ['too many closing braces', '{\\rtf1 a}}}b', 'ab'],
  ['signs', '{\\rtf1 \\ldblquote a\\rdblquote \\emdash \\bullet\\~x}', '“a”—• x'],
]
for (const [name, rtf, text] of cases) test(`RTF: ${name}`, () => assert.equal(readRtf(rtf).text, text))

test('RTF made from HTML gives back the HTML ([MS-OXRTFEX] §3.2)', () => {
  const rtf = [
    '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}',
    '{\\*\\htmltag19 <html>}',
    '{\\*\\htmltag34 <head>}{\\*\\htmltag241 <style>\\par p \\{color:red\\}\\par </style>}{\\*\\htmltag41 </head>}',
    '{\\*\\htmltag50 <body>}',
    "{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Gr\\'fc\\'dfe &amp; {\\*\\htmltag84 <b>}\\htmlrtf {\\b\\htmlrtf0 mehr\\htmlrtf }\\htmlrtf0{\\*\\htmltag92 </b>}",
    "{\\*\\htmltag84 &nbsp;}\\htmlrtf \\'a0\\htmlrtf0 x\\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag72 </p>}",
    '{\\*\\htmltag58 </body>}{\\*\\htmltag27 </html>}}',
  ].join('\r\n')
  assert.equal(readRtf(rtf).html, '<html><head><style>\np {color:red}\n</style></head><body><p>Grüße &amp; <b>mehr</b>&nbsp;x</p></body></html>')
})
