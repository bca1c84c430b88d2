import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { demoScripts, nextCustomerMessage } from '../../demo/scripts.ts'
import type { DemoScript } from '../../demo/script.ts'
import { loadDemo } from './index.ts'
import { startDemoApp, type DemoApp } from './testing/demo-app.ts'
import { writeCustomerMail } from './write-mail.ts'

let t: DemoApp
before(async () => {
  t = await startDemoApp()
  await loadDemo(t.deps, t.owner.workspaceId)
})
after(() => t.stop())

/** The conversation that a script has opened by a channel, with the script. */
async function opened(channel: 'email' | 'chat'): Promise<{ id: string; script: DemoScript }> {
  const { body } = await t.call('GET', `/conversations?limit=${demoScripts.length}&channel=${channel}`)
  for (const { id } of body.items) {
    const { items } = (await t.call('GET', `/conversations/${id}/page`)).body
    const script = demoScripts.find(({ opening }) => opening === items.find((item: any) => item.kind === 'message')?.text)
    if (script) return { id, script }
  }
  throw new Error(`no script began by ${channel}`)
}

async function messagesOf(id: string): Promise<any[]> {
  return (await t.call('GET', `/conversations/${id}/page`)).body.items.filter((item: any) => item.kind === 'message')
}

/** Waits until the conversation has that many messages. */
async function awaitMessages(id: string, wanted: number, timeoutMs: number): Promise<any[]> {
  for (const until = Date.now() + timeoutMs; ; await wait(200)) {
    const messages = await messagesOf(id)
    if (messages.length >= wanted || Date.now() > until) return messages
  }
}

const cases: [channel: 'email' | 'chat', words: string][] = [
  ['chat', 'Please wait one moment, let me check.'],
  ['email', 'Please wait one moment, let me check.'],
]
for (const [channel, words] of cases) {
  test(`a scripted customer answers by ${channel} within ten seconds, in their words, in the same conversation`, async () => {
    const { id, script } = await opened(channel)
    const replied = await t.call('POST', `/conversations/${id}/replies`, { body: { text: words, holdSeconds: 0 } })
    assert.equal(replied.status, 201)
    const expected = nextCustomerMessage(script, [
      { from: 'customer', text: script.opening },
      { from: 'agent', text: words },
    ])!.text
    const messages = await awaitMessages(id, 3, 12_000)
    assert.deepEqual(
      messages.map(({ text }) => text),
      [script.opening, words, expected],
    )
    assert.equal(messages[2].channel, channel)
    assert.equal(messages[1].delivery.state, channel === 'chat' ? 'read' : 'sent')
    assert.deepEqual(messages[2].flags, [])
    if (channel === 'email') assert.match(messages[2].quotedText, /wrote:\n> Please wait/)
    const conversation = (await t.call('GET', `/conversations/${id}`)).body
    assert.deepEqual([conversation.status, conversation.isDemo, conversation.isUnread], ['open', true, true])
  })
}

test('an answer that is taken back before it goes out is answered by nobody', async () => {
  const { id } = await opened('email')
  const before = await messagesOf(id)
  const { body } = await t.call('POST', `/conversations/${id}/replies`, { body: { text: 'It is solved.', holdSeconds: 3 } })
  await t.subscribers.idle()
  assert.equal((await t.call('POST', `/messages/${body.id}/take-back`)).status, 200)
  await t.demo.jobs['demo.customer_answers']!(t.owner.workspaceId, { conversationId: id as never }, { attempt: 1, maxAttempts: 1 })
  await t.app.settle()
  assert.equal((await messagesOf(id)).length, before.length)
})

test('every word of every script comes through a mail as it was written', async () => {
  const inbox = (await t.call('GET', '/inboxes')).body.items.find((one: any) => one.connector === 'simulated-email')
  const { connector, settings } = await t.app.database.read(
    t.owner.workspaceId,
    { kind: 'system', name: 'test' },
    async (ctx) => (await t.app.inboxes.open(ctx, inbox.id))!,
  )
  const host = {
    inbox: { workspaceId: t.owner.workspaceId, inboxId: inbox.id, name: inbox.name, address: inbox.address },
    secretFor: t.deps.secretFor,
    now: new Date(),
  }
  for (const script of demoScripts) {
    for (const text of [script.opening, ...Object.values(script.answers), ...script.followUps, script.goodbye]) {
      const quoted = `${text}\n\nOn 21 Nov 2026, 10:00, Asha Raman wrote:\n> Hello\n`
      const mail = {
        messageId: 'a@example.com',
        from: { name: 'A', address: 'a@example.com' },
        subject: 'x',
        at: new Date(),
        thread: ['b@example.com'],
        attachments: [],
      }
      const body = await writeCustomerMail({ ...mail, text: quoted })
      const [item] = connector.receive({ headers: {}, body, receivedAt: new Date() }, settings, host)
      assert.equal(item?.kind === 'message' && item.text, text, script.key)
    }
  }
})
