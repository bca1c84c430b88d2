import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { startSmtpSink, type SinkBehaviour, type SmtpSink } from '../../connectors/email/simulator/smtp-sink.ts'
import { until } from '../../connectors/email/simulator/recording-host.ts'
import { startTestApp, type TestApp } from '../../testing/app.ts'

process.env['SAMVAD_ALLOW_PRIVATE_HOSTS'] = '1'

let t: TestApp
let sink: SmtpSink
let inboxId: string
let owner: pg.Pool
before(async () => {
  ;[t, sink] = await Promise.all([startTestApp(), startSmtpSink()])
  owner = new pg.Pool({ connectionString: t.connectionString, max: 1 })
  owner.on('connect', (client) => client.on('error', () => {}))
  const settings = { smtpHost: '127.0.0.1', smtpPort: sink.port, smtpSecurity: 'none' }
  inboxId = (await t.call('POST', '/inboxes', { body: { name: 'Help', connector: 'email', address: 'help@shop.test', settings } })).body.id
})
after(async () => {
  await owner.end()
  await t.close()
  await sink.stop()
})

let mails = 0
async function open(): Promise<string> {
  const raw = Buffer.from(
    `From: asha${++mails}@example.com\r\nTo: help@shop.test\r\nSubject: Hi\r\nMessage-ID: <o${mails}@example.com>\r\n\r\nHello\r\n`,
  )
  const { body } = await t.call('POST', `/inboxes/${inboxId}/raw-mail`, { raw, contentType: 'message/rfc822' })
  await t.app.settle()
  return (await t.call('GET', `/inbound-events/${body.id}`)).body.conversationId
}
const answer = async (id: string, text: string) =>
  (await t.call('POST', `/conversations/${id}/replies`, { body: { text, holdSeconds: 0 } })).body.id as string
const delivery = async (conversationId: string, id: string) =>
  (
    (await t.call('GET', `/conversations/${conversationId}/timeline`)).body.items as {
      id: string
      delivery: { state: string; reason: string | null }
    }[]
  ).find((item) => item.id === id)!.delivery
/** A first answer that the server has put off, and whose next try is an hour away. */
async function putOff(conversationId: string): Promise<string> {
  sink.behaviour = { mail: [451, '4.3.0 Try again later'] }
  const id = await answer(conversationId, 'first')
  await until('it is put off', async () => (await delivery(conversationId, id)).reason !== null)
  sink.behaviour = {}
  const key = `${t.owner.workspaceId}:send:${id}`
  await until('its job waits', async () => {
    const { rowCount } = await owner.query(
      `update graphile_worker._private_jobs set run_at = now() + interval '1 hour' where key = $1 and locked_at is null and attempts > 0`,
      [key],
    )
    return rowCount === 1
  })
  return id
}
const runNow = (id: string) =>
  owner.query(`update graphile_worker._private_jobs set run_at = now() where key = $1`, [`${t.owner.workspaceId}:send:${id}`])
const textsSince = (count: number) =>
  sink.mails.slice(count).map(({ raw }) => /\b(first|second|third)\b/.exec(raw.toString().split('\r\n\r\n')[1]!)![1])

test('an answer waits for the one before it that is to be tried again, and both go out in order', async () => {
  const conversationId = await open()
  const before = sink.mails.length
  const first = await putOff(conversationId)
  const [second, third] = [await answer(conversationId, 'second'), await answer(conversationId, 'third')]
  await sleep(1_500)
  assert.equal(sink.mails.length, before, 'nothing overtakes')
  await runNow(first)
  await until('all are out', () => sink.mails.length === before + 3)
  assert.deepEqual(textsSince(before), ['first', 'second', 'third'])
  for (const id of [first, second, third]) await until('it shows as sent', async () => (await delivery(conversationId, id)).state === 'sent')
})

test('when the one before fails for good, those behind it go', async () => {
  const conversationId = await open()
  const before = sink.mails.length
  const first = await putOff(conversationId)
  const second = await answer(conversationId, 'second')
  let refused = 0
  // The first mail alone is refused.
  sink.behaviour = {
    get mail() {
      return refused++ === 0 ? ([554, '5.6.0 Not like this'] as const) : undefined
    },
  } as SinkBehaviour
  await runNow(first)
  await until('the other is out', async () => (await delivery(conversationId, second)).state === 'sent')
  sink.behaviour = {}
  assert.equal((await delivery(conversationId, first)).state, 'failed')
  assert.deepEqual(textsSince(before), ['second'])
})

test('one whose job is gone holds up nobody, and other conversations never wait', async () => {
  const [conversationId, other] = [await open(), await open()]
  const before = sink.mails.length
  const first = await putOff(conversationId)
  await answer(other, 'third')
  await until('the other conversation’s is out', () => sink.mails.length === before + 1)
  await owner.query(`delete from graphile_worker._private_jobs where key = $1`, [`${t.owner.workspaceId}:send:${first}`])
  await answer(conversationId, 'second')
  await until('it is out', () => sink.mails.length === before + 2)
  assert.deepEqual(textsSince(before), ['third', 'second'])
})
