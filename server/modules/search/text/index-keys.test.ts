import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { indexText, tsQuery } from './index-keys.ts'

const cases: [name: string, query: string, width: 'exact' | 'all' | 'any', expected: string][] = [
  ['words as written', 'Refund, please', 'exact', "'refund' & 'please'"],
  ['a code as written or in pieces', 'AB-1234', 'all', "('ab1234':* | ('ab' <-> '1234'))"],
  ['a word by its beginning or its sound', 'रिफंड', 'all', "('रिफंड':* | 'þrpnt':*)"],
  ['any term', 'kab refund', 'any', "('kab':* | 'þkp') | ('refund':* | 'þrpnt':*)"],
  ['nothing to search for', "' & ! \\", 'all', ''],
]
for (const [name, query, width, expected] of cases) test(name, () => assert.equal(tsQuery(query, width), expected))

test('a text is indexed under its words, then the sounds of all of them, each once', () =>
  assert.equal(indexText('रिफंड refund AB-1234'), 'रिफंड refund ab 1234 ab1234 þrpnt þap'))

test('plain English may go without sounds', () => assert.equal(indexText('My refund', { withSounds: false }), 'my refund'))

test('no quote, backslash or operator of a searcher reaches the query', () => {
  const wellFormed = /^$|^[('\p{L}\p{M}\p{N}:*&|<>\- )]+$/u
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (query) => {
      const quoted = tsQuery(query)
      assert.match(quoted, wellFormed)
      for (const [, word] of quoted.matchAll(/'([^']*)'/g)) assert.match(word!, /^[\p{L}\p{M}\p{N}]+$/u)
    }),
    { seed: 11, numRuns: 500 },
  )
})
