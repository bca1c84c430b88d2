import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectLanguage, type Language } from '../modules/search/text/index.ts'
import { demoCustomers } from './customers/index.ts'
import { intentsOf, type Intent } from './intents.ts'
import { demoSavedReplies } from './saved-replies.ts'
import type { DemoScript, Said } from './script.ts'
import { demoScripts, mostTurns, nextCustomerMessage } from './scripts.ts'

const languages: Language[] = ['en', 'hi', 'te', 'ml', 'ta', 'pt', 'es']
const script = (key: string) => demoScripts.find((one) => one.key === key)!

/** Plays a script against an agent who says these lines, the last one again and again. */
function play(one: DemoScript, lines: string[]): string[] {
  const transcript: Said[] = []
  const said: string[] = []
  for (let turn = 0; turn < 20; turn++) {
    const next = nextCustomerMessage(one, transcript)
    if (!next) return said
    assert.ok(next.delaySeconds >= 3 && next.delaySeconds <= 25)
    said.push(next.text)
    transcript.push({ from: 'customer', text: next.text }, { from: 'agent', text: lines[Math.min(turn, lines.length - 1)]! })
  }
  return assert.fail(`${one.key} never ends`)
}

test('there are scripts in every language, romanised ones too, each spoken by a customer of that language', () => {
  assert.ok(demoScripts.length >= 8)
  for (const language of languages)
    assert.ok(
      demoScripts.some((one) => one.language === language),
      language,
    )
  assert.equal(new Set(demoScripts.map(({ key }) => key)).size, demoScripts.length)
  for (const { customer, language, isRomanised } of demoScripts) {
    const known = demoCustomers.find(({ key }) => key === customer)
    assert.deepEqual({ language: known?.language, isRomanised: known?.isRomanised }, { language, isRomanised }, customer)
  }
})

const agents: Record<string, string[]> = {
  'who repeats one phrase': ['Hmm.'],
  'who only says sorry': ['I am sorry.'],
  'who asks for the order for ever': ['What is your order number?'],
  'who talks of everything': ['Sorry, one moment, the refund is done, tomorrow by noon. Order number?'],
  'who says nothing': [''],
}
for (const one of demoScripts) {
  for (const [who, lines] of Object.entries(agents)) {
    test(`${one.key} ends politely within ${mostTurns} messages with an agent ${who}, and says nothing twice`, () => {
      const said = play(one, lines)
      assert.ok(said.length <= mostTurns, said.join('\n'))
      assert.equal(new Set(said).size, said.length)
      assert.equal(said[0], one.opening)
      assert.equal(said.at(-1), one.goodbye)
    })
  }
  test(`${one.key} is recognised as its language`, () => {
    for (const text of [one.opening, [...one.followUps, one.goodbye].join(' ')]) {
      const found = detectLanguage(text)
      assert.deepEqual([found.language, found.isRomanised], [one.language, one.isRomanised], text)
    }
  })
}

test('a good talk: the order number, thanks for the apology, when for the refund, and goodbye', () => {
  const one = script('pt-cafeteira')
  const said = play(one, [
    'Olá! Qual é o número do pedido?',
    'Sinto muito pelo transtorno.',
    'Posso fazer o reembolso.',
    'Cai em até três dias úteis.',
    'De nada!',
  ])
  const { answers } = one
  assert.deepEqual(said, [one.opening, answers['asks-order'], answers.apologises, answers['speaks-of-refund'], answers['gives-time'], one.goodbye])
})

test('the customer waits for the agent, and does not come back after the goodbye', () => {
  const one = script('en-lost-parcel')
  assert.equal(nextCustomerMessage(one, [{ from: 'customer', text: one.opening }]), null)
  const after: Said[] = [
    { from: 'customer', text: one.opening },
    { from: 'agent', text: 'Hello' },
    { from: 'customer', text: one.goodbye },
    { from: 'agent', text: 'Is there anything else?' },
  ]
  assert.equal(nextCustomerMessage(one, after), null)
})

test('several messages of the agent are answered as one', () => {
  const one = script('en-lost-parcel')
  const said: Said[] = [
    { from: 'customer', text: one.opening },
    { from: 'agent', text: 'Hi Daniel.' },
    { from: 'agent', text: 'Which order is it?' },
    { from: 'agent', text: 'Thanks' },
  ]
  assert.equal(nextCustomerMessage(one, said)?.text, one.answers['asks-order'])
})

const intents: [text: string, first: Intent | null][] = [
  ['Could you tell me the order number?', 'asks-order'],
  ['कृपया ऑर्डर नंबर बता दीजिए।', 'asks-order'],
  ['దయచేసి ఆర్డర్ నంబరు చెప్పండి', 'asks-order'],
  ['ഓര്‍ഡര്‍ നമ്പര്‍ പറയാമോ?', 'asks-order'],
  ['ஆர்டர் எண்ணைச் சொல்லுங்கள்', 'asks-order'],
  ['¿Me das el número de pedido?', 'asks-order'],
  ['Maafi chahta hoon', 'apologises'],
  ['देरी के लिए माफ़ी चाहता हूँ', 'apologises'],
  ['ఆలస్యానికి క్షమించండి', 'apologises'],
  ['ക്ഷമിക്കണം', 'apologises'],
  ['தாமதத்திற்கு மன்னிக்கவும்', 'apologises'],
  ['Desculpe o transtorno', 'apologises'],
  ['Your refund is possible', 'speaks-of-refund'],
  ['पैसा वापस किया जा सकता है', 'speaks-of-refund'],
  ['It will be there tomorrow', 'gives-time'],
  ['రేపు సాయంత్రం వస్తుంది', 'gives-time'],
  ['Let me check that', 'asks-to-wait'],
  ['Good morning', null],
]
for (const [text, first] of intents) test(`${text}: ${first ?? 'nothing to react to'}`, () => assert.equal(intentsOf(text)[0] ?? null, first))

test('every language has the same eight saved replies or more, in its own words and with known variables', () => {
  const keysOf = (language: Language) => demoSavedReplies.filter((reply) => reply.language === language).map(({ key }) => key.slice(3))
  for (const language of languages) {
    assert.ok(keysOf(language).length >= 8)
    assert.deepEqual(keysOf(language), keysOf('en'))
  }
  for (const { key, language, text } of demoSavedReplies) {
    for (const [variable] of text.matchAll(/\{\{.*?\}\}/g))
      assert.ok(['{{customer.firstName}}', '{{agent.firstName}}', '{{order.number}}'].includes(variable), key)
    assert.equal(detectLanguage(text.replaceAll(/\{\{.*?\}\}/g, '')).language, language, key)
  }
})
