import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchOptions } from './option-search.ts'

const options = [
  { label: 'Snooze until reply', keywords: 'later wait' },
  { label: 'Assign to João Silva', hint: 'Refunds' },
  { label: 'Resolve' },
  { label: 'Assign to ലക്ഷ്മി' },
  { label: 'Assign to पढ़ना' },
  { label: 'Mark as unresolved' },
]
const searches: [name: string, query: string, found: string[]][] = [
  ['nothing typed keeps everything', ' ', options.map((option) => option.label)],
  ['the beginning of the label comes before the middle', 'resolve', ['Resolve', 'Mark as unresolved']],
  ['accents do not matter', 'joao', ['Assign to João Silva']],
  ['keywords are found', 'later', ['Snooze until reply']],
  ['words may come in any order', 'silva assign', ['Assign to João Silva']],
  ['hints are found', 'refund', ['Assign to João Silva']],
  ['Malayalam is found with its vowel signs', 'ലക്ഷ്മി', ['Assign to ലക്ഷ്മി']],
  ['joiners do not matter', 'ലക്ഷ്\u200dമി', ['Assign to ലക്ഷ്മി']],
  ['nukta does not matter', 'पढना', ['Assign to पढ़ना']],
  ['nothing is nothing', 'xyz', []],
]
for (const [name, query, found] of searches) {
  test(name, () =>
    assert.deepEqual(
      searchOptions(options, query).map((option) => option.label),
      found,
    ),
  )
}

test('among ten thousand options one is found', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({ label: `Customer number ${index}`, keywords: 'somebody' }))
  assert.equal(searchOptions(many, 'number 9999').length, 1)
})
