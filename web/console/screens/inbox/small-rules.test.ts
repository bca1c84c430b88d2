import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linksIn } from './links-in.ts'
import { mentionedIn } from './mentioned-in.ts'
import { triggerAt, type Trigger } from './text-trigger.ts'

const links: [name: string, text: string, hrefs: string[]][] = [
  ['no address, no link', 'Order 4512 is late.', []],
  ['the full stop belongs to the sentence', 'See https://shop.in/a.', ['https://shop.in/a']],
  ['so does a danda', 'देखें https://shop.in/a।', ['https://shop.in/a']],
  ['a bracket around it does not belong to it', '(https://shop.in/a)', ['https://shop.in/a']],
  ['a bracket inside it does', 'https://hi.wikipedia.org/wiki/A_(b)', ['https://hi.wikipedia.org/wiki/A_(b)']],
  ['www alone means https', 'www.shop.in/x', ['https://www.shop.in/x']],
  ['other schemes are words', 'javascript:alert(1) ftp://x.y data:text/html,x', []],
  ['two of them', 'https://a.in https://b.in', ['https://a.in', 'https://b.in']],
]
for (const [name, text, hrefs] of links)
  test(`links: ${name}`, () => {
    const parts = linksIn(text)
    assert.deepEqual(
      parts.flatMap((part) => part.href ?? []),
      hrefs,
    )
    assert.equal(parts.map((part) => part.text).join(''), text, 'no word is lost')
  })

const triggers: [name: string, before: string, isNote: boolean, expected: Pick<Trigger, 'kind' | 'query'> | null][] = [
  ['a slash at the beginning asks for a saved reply', '/ref', false, { kind: 'saved_reply', query: 'ref' }],
  ['so does one after a blank or line break', 'Dear Nora\n/', false, { kind: 'saved_reply', query: '' }],
  ['in Malayalam too', 'ഹായ് /റീഫ', false, { kind: 'saved_reply', query: 'റീഫ' }],
  ['a fraction or date asks for nothing', 'on 12/11', false, null],
  ['an address asks for nothing', 'https://shop', false, null],
  ['a blank ends it', '/refund now', false, null],
  ['@ in a note asks for a colleague', 'please @an', true, { kind: 'mention', query: 'an' }],
  ['@ in a reply is a plain character', 'please @an', false, null],
  ['an e-mail address asks for nothing', 'write to help@kaveri', true, null],
]
for (const [name, before, isNote, expected] of triggers)
  test(`composer: ${name}`, () => {
    const found = triggerAt(`${before} rest`, before.length, isNote)
    assert.deepEqual(found && { kind: found.kind, query: found.query }, expected)
    if (found) assert.match(before[found.from]!, /[/@]/)
  })

test('mentions: the longer of two names is meant, each agent once', () => {
  const agents = [
    { id: '1', name: 'Ravi' },
    { id: '2', name: 'Ravi Kumar' },
    { id: '3', name: 'ആശ' },
  ]
  assert.deepEqual(mentionedIn('@Ravi Kumar please, and @ആശ; @Ravi Kumar!', agents), ['2', '3'])
  assert.deepEqual(mentionedIn('@Ravi', agents), ['1'])
  assert.deepEqual(mentionedIn('Ravi without a sign', agents), [])
})
