import assert from 'node:assert/strict'
import { test } from 'node:test'
import { english } from './fixtures/search-en.ts'
import { hindi } from './fixtures/search-hi.ts'
import { malayalam } from './fixtures/search-ml.ts'
import { portuguese } from './fixtures/search-pt.ts'
import { spanish } from './fixtures/search-es.ts'
import { tamil } from './fixtures/search-ta.ts'
import { telugu } from './fixtures/search-te.ts'
import { rankMatches, textKeys } from './rank.ts'

const fixtures = [english, hindi, telugu, malayalam, tamil, portuguese, spanish]

/** All languages in one heap, as in a workspace that serves them all: the hardest case for a key that crosses scripts. */
const heap = fixtures.flatMap(({ language, documents }) =>
  Object.entries(documents).map(([name, text]) => ({ item: `${language}/${name}`, keys: textKeys(text) })),
)
const leastShare = 0.9

for (const { language, queries } of fixtures) {
  test(`${language}: of ${queries.length} searches, the meant text is among the first three for nine in ten`, () => {
    const missed: string[] = []
    for (const [query, document] of queries) {
      const first = rankMatches(query, heap).slice(0, 3)
      if (!first.some(({ item }) => item === `${language}/${document}`))
        missed.push(`${query} → ${document}, not ${first.map(({ item }) => item).join(', ')}`)
    }
    const share = 1 - missed.length / queries.length
    if (process.env['SHOW_MISSES']) console.log(language, share.toFixed(2), missed)
    assert.equal(queries.length, 50)
    assert.ok(share >= leastShare, `${(share * 100).toFixed(0)} % found; missed:\n${missed.join('\n')}`)
  })
}
