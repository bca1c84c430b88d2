import assert from 'node:assert/strict'
import { test } from 'node:test'
import { highlight } from './highlight.ts'

const cases: [name: string, text: string, query: string, marked: string[]][] = [
  ['every place of an exact word', 'Refund please, my refund!', 'refund', ['Refund', 'refund']],
  ['the whole word for its beginning', 'refunds are slow', 'refund', ['refunds']],
  ['an exact word and not its look-alike', 'refined refund', 'refund', ['refund']],
  ['a typo', 'the refund is late', 'refnud', ['refund']],
  ['a word without its accents', 'não chegou', 'nao', ['não']],
  ['a code written differently', 'order AB-1234.', 'ab1234', ['AB-1234']],
  ['a code in two words', 'order AB 1234.', 'AB-1234', ['AB', '1234']],
  ['romanised query, Hindi text', 'मेरा पैसा कब मिलेगा', 'paisa kab', ['पैसा', 'कब']],
  ['Telugu query, romanised text', 'naa dabbulu raledu', 'డబ్బులు', ['dabbulu']],
  ['chillu in the other spelling', 'ഓര്‍ഡര്‍ വന്നില്ല', 'ഓർഡർ', ['ഓര്‍ഡര്‍']],
  ['Tamil case ending', 'முகவரியை மாற்றவும்', 'முகவரி', ['முகவரியை']],
  ['a phone number in other groups', 'call +91 98765 43210.', '9876543210', ['+91 98765 43210']],
  ['nothing where nothing fits', 'hello there', 'refund', []],
  ['nothing for no query', 'hello there', ' ', []],
]
for (const [name, text, query, marked] of cases) {
  test(name, () =>
    assert.deepEqual(
      highlight(text, query).map(({ start, end }) => text.slice(start, end)),
      marked,
    ),
  )
}
