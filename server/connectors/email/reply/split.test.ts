import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { clientCases } from './fixtures/clients.ts'
import { hardCases } from './fixtures/hard.ts'
import { splitReply } from './split.ts'

/** Milliseconds of processor time since then: other work on the machine does not count. */
function busyMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return Math.round((user + system) / 1_000)
}

const cases = [...clientCases(), ...hardCases]
const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean)
/** Line breaks and the marks that iOS puts at the start of quoted lines do not count. */
const plain = (text: string) => text.replaceAll(/[\s\uFEFF]+/g, ' ').trim()
const sorted = (text: string) => wordsOf(text).sort().join(' ')

test('the labelled set holds at least 600 mails in over twenty languages', () => {
  assert.ok(cases.length >= 600, String(cases.length))
  assert.ok(new Set(cases.map((one) => one.language)).size >= 20)
  assert.equal(new Set(cases.map((one) => one.name + one.language)).size, cases.length)
})

for (const [language, group] of Map.groupBy(cases, (one) => one.language)) {
  test(`${language}: at least 94 % of ${group.length} mails are split exactly`, () => {
    const wrong = group.filter((one) => plain(splitReply(one).text) !== plain(one.expected)).map((one) => one.name)
    assert.ok(wrong.length <= group.length * 0.06, wrong.join('; '))
  })
}

test('no mail loses or doubles a word, and no new word is folded with the rest', () => {
  for (const one of cases) {
    const { text, quotedText } = splitReply(one)
    assert.equal(sorted(`${text} ${quotedText}`), sorted(one.text), one.name)
  }
})

test('without its HTML a mail with text is split the same, apart from what only HTML knows', () => {
  const both = clientCases().filter((one) => one.html && !one.name.includes('without text part'))
  const wrong = both.filter((one) => plain(splitReply({ text: one.text, html: null }).text) !== plain(one.expected))
  assert.ok(wrong.length <= both.length * 0.02, wrong.map((one) => one.name).join('; '))
})

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...cases.flatMap((one) => one.text.split('\n')).slice(0, 3_000)) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.constantFrom('', '>', '> ', '-- ', '--', '>> a', ' ', '___________', '\t', 'From:', '> From: x', '﻿') },
)
test('every word of any text is in exactly one of the two parts, in order', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.option(fc.constantFrom(...cases.map((one) => one.html).filter((html) => html !== null)), { nil: null }),
      (pieces, lineEnd, html) => {
        const text = pieces.join(lineEnd)
        if (text.trim() === '') return
        const split = splitReply({ text, html })
        assert.equal(sorted(`${split.text} ${split.quotedText}`), sorted(text))
        assert.ok(split.text !== '', 'something is always in sight')
        assert.ok(isInOrder(wordsOf(split.text), wordsOf(text)) && isInOrder(wordsOf(split.quotedText), wordsOf(text)))
      },
    ),
    { numRuns: 3_000, seed: 5 },
  )
})

function isInOrder(some: string[], all: string[]): boolean {
  let at = 0
  for (const word of all) if (some[at] === word) at++
  return at === some.length
}

test('what was split stays split: the new words alone lose nothing more', () => {
  for (const one of hardCases) {
    const { text } = splitReply(one)
    if (text !== plain(one.text) && !text.startsWith('>') && one.name !== 'a card under an empty line')
      assert.equal(plain(splitReply({ text, html: null }).text), plain(text), one.name)
  }
})

const heavy: [name: string, text: string][] = [
  ['half a million blank lines between two words', `a${'\n'.repeat(500_000)}b`],
  ['300,000 short lines', 'a\n'.repeat(300_000)],
  ['a 5 MB line', 'wrote '.repeat(900_000)],
  ['5 MB of letters', 'x'.repeat(5_000_000)],
  ['5 MB of underscores', `${'_'.repeat(5_000_000)}x`],
  ['5 MB of angle brackets', '>'.repeat(5_000_000)],
  ['100,000 header lines', 'To: a@b.example\n'.repeat(100_000)],
  ['100,000 From lines', 'From: a\nTo: b\n'.repeat(50_000)],
  ['100,000 attributions', 'On 5 June 2023 15:45, A <a@b.example> wrote:\n> x\ny\n'.repeat(35_000)],
  ['100,000 lines that end like attributions', 'word word word:\n'.repeat(100_000)],
  ['100,000 signature marks', '--\n'.repeat(100_000)],
  ['5 MB of invisible characters', '\u200B'.repeat(5_000_000)],
  ['alternating quotes and answers', '> a\nb\n'.repeat(200_000)],
]
for (const [name, text] of heavy) {
  test(`${name}: under 3 s`, () => {
    const start = process.cpuUsage()
    splitReply({ text, html: null })
    splitReply({ text: text.slice(0, 500_000), html: `<div class="gmail_quote">${text.slice(0, 500_000)}</div>` })
    assert.ok(busyMs(start) < 3_000, `${busyMs(start)} ms`)
  })
}
test('deeply nested HTML is read in linear time', () => {
  const start = process.cpuUsage()
  splitReply({ text: 'Ok', html: `${'<div>'.repeat(200_000)}Ok` })
  assert.ok(busyMs(start) < 3_000, `${busyMs(start)} ms`)
})

test('an attribution glued to the answer by its dashes is cut before them', () => {
  const { text } = splitReply({ text: 'fine by me--- On Wed, Apr 5, 2023 at 3:59 PM, asha@acme.example wrote:\n> Hi', html: null })
  assert.equal(text, 'fine by me')
})
