import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Connector } from './connector.ts'
import { noneOf, troubles, type Check, type Provider, type Stage, type Trouble } from './contract-test-provider.ts'
import { wordsOf } from './contract-test-stage.ts'

/** In the order of the ladder: a message that has climbed to one of these never stands lower again. */
const ladder = ['none', 'held', 'queued', 'unknown', 'sent', 'delivered', 'read']

export function sendingChecks(connector: Connector, provider: Provider): Check[] {
  const whyQuiet = connector.send ? null : 'nothing is sent: the reader reads the same log'
  const whyNoTrouble = whyQuiet ?? noneOf(provider.troubles)
  const trouble = (name: (typeof troubles)[number]) => (whyNoTrouble === null ? provider.troubles[name as never] : undefined) as Trouble | undefined
  return [
    { name: 'an answer reaches the person once, in every script, and shows as sent', skip: null, run: reaches },
    { name: 'the same answer asked for twice at once goes out once', skip: null, run: isSentOnce },
    ...troubles.map((name) => ({
      name: `sending meets trouble (${name}): the message waits or fails as it should, with the reason, and nobody gets it twice`,
      skip: whyNoTrouble,
      run: (stage: Stage) => {
        assert.ok(trouble(name), `a connector that sends shows what it does when the provider is in this state: ${name}`)
        return bears(stage, trouble(name)!)
      },
    })),
    {
      name: 'answers that waited for the provider go out in their order',
      skip: whyNoTrouble ?? (trouble('down') ? null : 'no trouble of this kind'),
      run: (stage) => keepsOrder(stage, trouble('down')!),
    },
    {
      name: 'reports in any order move a message up the ladder and never down',
      skip: Object.keys(provider.reports).length > 0 ? null : 'the provider reports nothing',
      run: climbs,
    },
  ]
}

const open = async (stage: Stage, person = wordsOf().person) => {
  const words = wordsOf({ person })
  return { words, conversationId: (await stage.say(words)).conversationId! }
}
/** At the provider, or further. */
const isOut = (state: string) => ladder.indexOf(state) >= ladder.indexOf('sent')

async function reaches(stage: Stage): Promise<void> {
  const { words, conversationId } = await open(stage)
  const text = `మీ ఆర్డర్ రేపు వస్తుంది · നാളെ · कल · مرحبا · 👩‍👩‍👧‍👦 · ${words.id}`
  const { status, body } = await stage.answer(conversationId, text)
  assert.equal(status, 201, JSON.stringify(body))
  await stage.becomes(conversationId, body.id, 'sent', (item) => isOut(item.delivery.state))
  const copies = (await stage.provider.sentTo(stage, words.person)).filter((one) => one.text.includes(text))
  assert.equal(copies.length, 1, `${copies.length} copies, letter for letter`)
}

async function isSentOnce(stage: Stage): Promise<void> {
  const { words, conversationId } = await open(stage)
  const [text, clientKey] = [`Once, ${words.id}.`, crypto.randomUUID()]
  const answers = await Promise.all([1, 2, 3].map(() => stage.answer(conversationId, text, { clientKey })))
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1, JSON.stringify(answers.map(({ body }) => body)))
  await stage.becomes(conversationId, answers[0]!.body.id, 'sent', (item) => isOut(item.delivery.state))
  await sleep(300)
  const copies = (await stage.provider.sentTo(stage, words.person)).filter((one) => one.text.includes(text))
  assert.equal(copies.length, 1)
}

async function bears(stage: Stage, { begin, end, person, retry, fault }: Trouble): Promise<void> {
  const { isIdempotent } = stage.connector.capabilities
  const { words, conversationId } = await open(stage, person)
  const text = `In trouble, ${words.id}.`
  begin()
  const { body } = await stage.answer(conversationId, text)
  const first = await stage
    .becomes(conversationId, body.id, 'an outcome', (item) => item.delivery.reason !== null || item.delivery.state === 'failed')
    .finally(() => retry === 'never' && end())
  assert.ok(first.delivery.reason?.startsWith(`${fault}: `), `the reason names the fault "${fault}": ${first.delivery.reason}`)
  const isTriedAgain = retry === 'later' || (retry === 'unknown' && isIdempotent)
  assert.equal(first.delivery.state, isTriedAgain ? 'queued' : retry === 'never' ? 'failed' : 'unknown')
  const health = async () => (await stage.t.call('GET', `/inboxes/${stage.inboxId}`)).body.health as { state: string; reason: string | null }
  if (fault === 'credentials') assert.deepEqual(await health(), { ...(await health()), state: 'needs_attention', reason: 'health.sign_in_failed' })
  end()
  if (isTriedAgain) await stage.becomes(conversationId, body.id, 'sent once the trouble is over', (item) => isOut(item.delivery.state))
  // Long enough for a job that should not be there.
  await stage.hurry()
  await sleep(isTriedAgain ? 0 : 1_500)
  if (fault === 'credentials') assert.equal((await health()).state, 'ok', 'the inbox is well again once something went out')
  const copies = (await stage.provider.sentTo(stage, words.person)).filter((one) => one.text.includes(text))
  if (retry === 'later') assert.equal(copies.length, 1)
  if (retry === 'never') assert.equal(copies.length, 0)
  if (retry === 'unknown' && isIdempotent) {
    assert.ok(copies.length > 0)
    assert.equal(new Set(copies.map(({ id }) => id)).size, 1, 'every copy carries the same id, so that the reader has one')
    assert.ok(copies[0]!.id)
  } else if (retry === 'unknown') assert.equal(copies.length, 1, 'never sent blindly again')
}

async function keepsOrder(stage: Stage, { begin, end }: Trouble): Promise<void> {
  const { words, conversationId } = await open(stage)
  begin()
  const texts = [1, 2, 3, 4].map((at) => `Part ${at} of ${words.id}.`)
  const answers = []
  for (const text of texts) answers.push((await stage.answer(conversationId, text)).body)
  await stage
    .becomes(conversationId, answers[0].id, 'delayed, with the reason', (item) => item.delivery.state === 'queued' && item.delivery.reason !== null)
    .finally(end)
  for (const { id } of answers) await stage.becomes(conversationId, id, 'sent', (item) => isOut(item.delivery.state))
  const got = (await stage.provider.sentTo(stage, words.person))
    .map((one) => texts.findIndex((text) => one.text.startsWith(text)))
    .filter((at) => at >= 0)
  assert.deepEqual(got, [0, 1, 2, 3])
}

async function climbs(stage: Stage): Promise<void> {
  const { reports } = stage.provider
  const best = (['read', 'delivered'] as const).filter((state) => reports[state])
  const send = async () => {
    const { words, conversationId } = await open(stage)
    const text = `Reported on, ${words.id}.`
    const { id } = (await stage.answer(conversationId, text)).body
    await stage.becomes(conversationId, id, 'sent', (item) => isOut(item.delivery.state))
    const [row] = await stage.rows<{ externalId: string | null }>(`select external_id as "externalId" from messages where id = $1`, [id])
    const report = async (state: keyof typeof reports) => {
      await reports[state]!(stage, { externalId: row!.externalId, text, person: words.person })
      await stage.t.app.settle()
      await sleep(200)
      return (await stage.timeline(conversationId)).find((item) => item.id === id)!.delivery.state
    }
    return { report, conversationId, id }
  }
  if (best[0]) {
    const { report, conversationId, id } = await send()
    await report(best[0])
    await stage.becomes(conversationId, id, best[0], (item) => item.delivery.state === best[0])
    for (const late of [...best, ...(reports.failed ? (['failed'] as const) : []), ...best])
      assert.equal(await report(late), best[0], `"${late}" comes late and changes nothing`)
  }
  if (reports.failed) {
    const { report, conversationId, id } = await send()
    await report('failed')
    const item = await stage.becomes(conversationId, id, 'failed', (one) => one.delivery.state === 'failed')
    assert.ok(item.delivery.reason, 'with a reason')
    assert.equal(await report('failed'), 'failed')
    if (best[0]) assert.equal(await report(best[0]), best[0], 'a proof of arrival outweighs a failure')
  }
}
