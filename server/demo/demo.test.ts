import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { detectLanguage } from '../modules/search/text/index.ts'
import { demoAgents, demoCompany, demoTeams } from './agents.ts'
import { attachmentBytes } from './attachments.ts'
import { demoCustomers } from './customers/index.ts'
import { momentAt, type DemoConversation, type DemoItem, type Moment } from './demo.ts'
import { mailText } from './mail-text.ts'

const now = new Date('2026-11-21T10:00:00Z')
const conversations = demoCustomers.flatMap((customer) => customer.conversations.map((conversation) => ({ customer, conversation })))
const messagesOf = ({ items }: DemoConversation) => items.filter((item) => item.kind === 'message')
const isRepeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index)
const reservedDomain = /@(?:example\.(?:com|org|net)|[a-z0-9-]+\.test)$/

test('there are about 40 customers, in every language, some romanised, and 60 to 90 conversations', () => {
  assert.ok(demoCustomers.length >= 38 && demoCustomers.length <= 44, String(demoCustomers.length))
  assert.ok(conversations.length >= 60 && conversations.length <= 90, String(conversations.length))
  for (const language of ['en', 'hi', 'te', 'ml', 'ta', 'pt', 'es']) {
    assert.ok(demoCustomers.filter((customer) => customer.language === language).length >= 4, language)
  }
  for (const language of ['hi', 'te', 'ml'])
    assert.ok(
      demoCustomers.some((customer) => customer.language === language && customer.isRomanised),
      language,
    )
})

test('keys and addresses are unique, and lead to nobody', () => {
  const emails = [...demoCustomers.flatMap(({ email }) => email ?? []), ...demoAgents.map(({ email }) => email), demoCompany.supportAddress]
  assert.deepEqual(isRepeated(emails), [])
  assert.deepEqual(isRepeated(demoCustomers.flatMap(({ phone }) => phone ?? [])), [])
  assert.deepEqual(isRepeated(demoCustomers.map(({ key }) => key)), [])
  assert.deepEqual(isRepeated(conversations.map(({ conversation }) => conversation.key)), [])
  for (const email of emails) assert.match(email, reservedDomain)
})

test('no text names a domain that exists', () => {
  for (const { conversation } of conversations) {
    for (const item of messagesOf(conversation)) {
      for (const [host] of item.text.matchAll(/\b[a-z0-9-]+\.(?:com|in|net|org|br|es|mx|io)\b/g)) assert.match(host, /^example\./)
    }
  }
})

/** Ofcom's and NANPA's numbers for drama; elsewhere subscriber numbers that begin with a digit no operator may assign (0, and 1 in India). */
const nobodysNumber = /^(?:\+44 7700 900\d{3}|\+1 \d{3} 555 01\d\d|\+91 1\d{4} \d{5}|\+55 \d\d 0000-\d{4}|\+52 \d\d 0000 \d{4}|\+34 000 000 \d{3})$/
test('no telephone rings', () => {
  for (const { phone } of demoCustomers) if (phone) assert.match(phone, nobodysNumber)
})

test('things happen in order, from the past until now', () => {
  for (const { conversation } of conversations) {
    const times = conversation.items.map((item) => momentAt(item.at, now).getTime())
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
      conversation.key,
    )
    assert.ok(times.at(-1)! < now.getTime(), conversation.key)
    assert.equal(messagesOf(conversation)[0]?.from, 'customer', conversation.key)
  }
})

test('state agrees with what happened', () => {
  for (const { conversation } of conversations) {
    const { key, status, items, snoozedUntil } = conversation
    const lastMessage = messagesOf(conversation).at(-1)!
    assert.equal(items.at(-1)!.kind === 'resolved', status === 'resolved', key)
    assert.equal(snoozedUntil !== null, status === 'snoozed', key)
    if (snoozedUntil && snoozedUntil !== 'reply') assert.ok(momentAt(snoozedUntil, now) > now, key)
    if (status === 'waiting') assert.notEqual(lastMessage.from, 'customer', key)
    if (conversation.isUnread) assert.equal(lastMessage.from, 'customer', key)
    if (status === 'resolved') assert.equal(conversation.isUnread, false, key)
    assert.equal(conversation.subject === null, messagesOf(conversation)[0]!.channel === 'web-chat', key)
    for (const item of items) if (item.kind === 'promise') checkPromise(item, key)
  }
})

function checkPromise({ dueAt, state }: Extract<DemoItem, { kind: 'promise' }>, key: string): void {
  assert.equal(momentAt(dueAt, now) > now, state === 'open', key)
}

test('agents and teams exist, speak some language of every customer they answer, and are mentioned by name', () => {
  const byKey = new Map(demoAgents.map((agent) => [agent.key, agent]))
  for (const { customer, conversation } of conversations) {
    assert.ok(conversation.team in demoTeams, conversation.key)
    for (const item of conversation.items) {
      if (item.kind === 'message' && item.from !== 'customer') {
        assert.ok(byKey.get(item.from)?.languages.includes(customer.language), `${item.from} in ${conversation.key}`)
      }
      if (item.kind === 'note') for (const mention of item.mentions) assert.ok(item.text.includes(`@${mention}`), conversation.key)
    }
  }
})

test('the demo shows what the product is for', () => {
  const all = conversations.map(({ conversation }) => conversation)
  const kinds = new Set(all.flatMap(({ items }) => items.map(({ kind }) => kind)))
  assert.deepEqual([...kinds].sort(), ['message', 'note', 'promise', 'resolved', 'transferred'])
  for (const status of ['open', 'waiting', 'snoozed', 'resolved'] as const) assert.ok(all.filter((one) => one.status === status).length >= 4, status)
  for (const state of ['open', 'late', 'kept'] as const)
    assert.ok(
      all.some(({ items }) => items.some((item) => item.kind === 'promise' && item.state === state)),
      state,
    )
  assert.equal(new Set(all.map(({ matter }) => matter)).size, 15)
  const changesChannel = all.filter((one) => new Set(messagesOf(one).map(({ channel }) => channel)).size > 1)
  assert.ok(changesChannel.length >= 8, String(changesChannel.length))
  const goesBack = all.filter((one) =>
    /email(,web-chat)+,email/.test(
      messagesOf(one)
        .map(({ channel }) => channel)
        .join(),
    ),
  )
  assert.ok(goesBack.length >= 1)
  assert.ok(all.filter(({ isUnread }) => isUnread).length >= 10)
  assert.equal(new Set(all.flatMap(messagesOf).flatMap(({ attachments }) => attachments.map(({ contentType }) => contentType))).size, 3)
})

test('the language of what customers write is recognised, romanised or not', () => {
  const texts = conversations.flatMap(({ customer, conversation }) =>
    messagesOf(conversation)
      .filter(({ from, text }) => from === 'customer' && text.split(/\s+/).length >= 5)
      .map(({ text }) => ({ text, customer })),
  )
  const wrong = texts.filter(({ text, customer }) => {
    const found = detectLanguage(text)
    return found.language !== customer.language || found.isRomanised !== customer.isRomanised
  })
  assert.ok(wrong.length <= texts.length * 0.02, wrong.map(({ text }) => text).join('\n'))
})

test('a mail carries the history below it, one mark more a level', () => {
  const { customer, conversation } = conversations.find(({ conversation: { key } }) => key === 'oliver-invoice')!
  const text = mailText(customer, conversation, 3, now)
  assert.match(text, /^Here it is, corrected/)
  assert.match(text, /\n\nOn 19 Nov 2026, .*, Oliver Hughes <oliver@hughes-joinery\.test> wrote:\n> The registered office please/)
  assert.match(text, /\n> On .*, Anita Menon <care@lotus-home\.test> wrote:\n>> Hello Oliver,/)
  assert.match(text, /\n>>> Good morning,/)
})

test('files are what their names say', () => {
  for (const attachment of conversations.flatMap(({ conversation }) => messagesOf(conversation).flatMap(({ attachments }) => attachments))) {
    const bytes = attachmentBytes(attachment)
    assert.ok(bytes.length < 4000, attachment.name)
    if (attachment.contentType === 'image/png') assert.equal(inflateSync(bytes.subarray(41, -16)).length, 160 * (1 + 240 * 3))
    if (attachment.contentType === 'application/pdf') assert.match(bytes.toString('latin1'), /^%PDF-1\.4[\s\S]*Lotus Home & Net[\s\S]*%%EOF\n$/)
  }
})

const moments: [moment: string, expected: string | null][] = [
  ['-3h12m', '2026-11-21T06:48:00.000Z'],
  ['+2d', '2026-11-23T10:00:00.000Z'],
  ['-1d2h3m', '2026-11-20T07:57:00.000Z'],
  ['-', null],
  ['3h', null],
  ['-3m1h', null],
]
for (const [moment, expected] of moments) {
  test(`${moment} is ${expected ?? 'refused'}`, () => {
    if (expected === null) assert.throws(() => momentAt(moment as Moment, now))
    else assert.equal(momentAt(moment as Moment, now).toISOString(), expected)
  })
}
