import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initialsOf, pickByText } from './initials.ts'

const names: [name: string, initials: string][] = [
  ['Lakshmi Devi', 'LD'],
  ['João da Silva', 'JS'],
  ['ravi', 'R'],
  ['ravi.kumar@example.com', 'RK'],
  ['रमेश कुमार', 'र'],
  ['किरण', 'कि'],
  ['കൃഷ്ണൻ', 'കൃ'],
  ['Élodie', 'É'],
  ['(Mr) Bean', 'MB'],
  ['+91 98', '99'],
  ['', '?'],
  ['  ', '?'],
  ['👩🏽‍🚀', '?'],
]
for (const [name, initials] of names) test(`“${name}” is ${initials}`, () => assert.equal(initialsOf(name), initials))

test('an Indic initial is a whole cluster, never a lone sign', () => {
  for (const name of ['లక్ష్మి', 'ശ്രീജ', 'ஸ்ரீனிவாசன்', 'ज्योति']) assert.match(initialsOf(name), /^\p{L}/u)
})

test('the same text always picks the same number, and all numbers are picked', () => {
  assert.equal(pickByText('Lakshmi', 6), pickByText('Lakshmi', 6))
  assert.equal(new Set(Array.from({ length: 100 }, (_, i) => pickByText(`customer ${i}`, 6))).size, 6)
})
