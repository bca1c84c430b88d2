import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordStrength, type Strength } from './password-strength.ts'

const cases: [name: string, password: string, own: string[], strength: Strength][] = [
  ['nothing typed says nothing', '', [], 'none'],
  ['nine letters are too short', 'qwzjk7p2m', [], 'short'],
  ['signs of any script count as one each', 'സ്വാഗതം', [], 'short'],
  ['one letter repeated is weak', 'aaaaaaaaaaaaaaa', [], 'weak'],
  ['a run is weak', 'abcdefghijklmnop', [], 'weak'],
  ['the own address is weak', 'asha.nair@shop.in', ['asha.nair@shop.in'], 'weak'],
  ['ten mixed letters are fair', 'kq7Wz-p2Lm', [], 'fair'],
  ['a sentence of several words is strong', 'four mangoes under a blue umbrella', [], 'strong'],
  ['the same in Hindi', 'नीली छतरी के नीचे चार आम रखे हैं', [], 'strong'],
]
for (const [name, password, own, strength] of cases) test(name, () => assert.equal(passwordStrength(password, own), strength))
