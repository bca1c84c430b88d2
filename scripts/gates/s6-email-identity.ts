// Gate S6: nobody becomes an agent, a verified customer or a reader of a conversation by sending mail.
// Scripted attacks go through raw-mail into a shop with a real outgoing server: spoofed agents and customers with real thread ids, guessed ids and addresses with wrong
// signatures, forged authentication results, verification mails of third parties. Afterwards the agent answers, and what leaves the house is read.
// There is no automatic acknowledgement of mail, so none can be flooded: nothing may leave that no agent wrote. The one mail strangers can ask for is the chat's link.
// Positive controls: with the right signature the same mails do enter; a mail that its domain vouches for is not flagged; a reply that quotes its customer does quote.
import { startSmtpSink, type SmtpSink } from '../../server/connectors/email/simulator/smtp-sink.ts'
import type { TestApp } from '../../server/testing/app.ts'
import { defaultSeed, runAsProgram, Tally, until, type GateResult } from './rig/gate.ts'
import { startApp } from './rig/in-process.ts'
import { floodWithLinks } from './s6/link-flood.ts'
import { attacksWith, type Attack, type Leaked } from './s6/attacks.ts'

const shop = 'support@shop.test'
const victim = 'victim@customers.test'
const trustedServer = 'mx.shop.test'

export async function run(_short: boolean, seed = defaultSeed): Promise<GateResult> {
  const tally = new Tally('s6-email-identity', seed)
  process.env.SAMVAD_ALLOW_PRIVATE_HOSTS = '1'
  const sink = await startSmtpSink()
  const t = await startApp()
  try {
    const settings = { smtpHost: '127.0.0.1', smtpPort: sink.port, smtpSecurity: 'none', trustedAuthServer: trustedServer }
    const inbox = await t.call('POST', '/inboxes', { body: { name: 'Shop', connector: 'email', address: shop, settings } })
    const stage: Stage = { t, sink, inboxId: inbox.body.id, tally, sent: 0 }
    const mine = await talkTo(stage, victim, 'Refund for order 4711', 'my secret is SECRET-VICTIM')
    const attackers = await talkTo(stage, 'evil@attacker.test', 'Hello', 'I am a customer too')
    const me = (await t.call('GET', '/me')).body.agent
    const leaked: Leaked = {
      victim,
      shop,
      owner: { name: me.name, address: me.email },
      ourMessageId: mine.ourMessageId,
      replyAddress: mine.replyAddress,
      theirMessageId: mine.theirMessageId,
      number: mine.number,
      subject: 'Refund for order 4711',
      attackersReplyAddress: attackers.replyAddress,
      trustedServer,
    }
    const attacks = attacksWith(leaked)
    for (const [n, attack] of attacks.entries()) await attackWith(stage, attack, n, mine.conversationId, attackers.conversationId)
    tally.expect(attacks.length >= 60, `only ${attacks.length} attacks`)
    tally.figures.offered = attacks.length
    tally.expect(sink.mails.length === stage.sent, `${sink.mails.length - stage.sent} mails left the house that no agent wrote`)
    await answerAndRead(stage, mine.conversationId, victim, ['ATTACK-', 'CODE-'], 'the victim')
    await answerAndRead(stage, attackers.conversationId, 'evil@attacker.test', ['CODE-', 'SECRET-'], 'the attacker')
    await controls(stage, leaked, mine.conversationId)
    await floodWithLinks(stage)
  } finally {
    await t.close()
    await sink.stop()
  }
  return tally.result()
}

interface Stage {
  t: TestApp
  sink: SmtpSink
  inboxId: string
  tally: Tally
  /** Mails that an agent has sent. */
  sent: number
}

async function feed(
  { t, inboxId }: Stage,
  headers: string[],
  body: string,
): Promise<{ state: string; reason: string | null; conversationId: string; messageId: string }> {
  const raw = Buffer.from(`${headers.join('\r\n')}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`)
  const { status, body: taken } = await t.call('POST', `/inboxes/${inboxId}/raw-mail`, { raw, contentType: 'message/rfc822' })
  if (status !== 202) throw new Error(`raw-mail answered ${status}`)
  await t.app.settle()
  return (await t.call('GET', `/inbound-events/${taken.id}`)).body
}

/** A customer writes, the agent answers; returns what the answer carries to the customer. */
async function talkTo(stage: Stage, address: string, subject: string, text: string) {
  const theirMessageId = `first-${Buffer.from(address).toString('hex').slice(0, 12)}@customers.test`
  const { conversationId } = await feed(stage, [`From: <${address}>`, `To: ${shop}`, `Subject: ${subject}`, `Message-ID: <${theirMessageId}>`], text)
  const raw = await reply(stage, conversationId, 'We look into it.')
  const header = (name: string) => new RegExp(`^${name}:\\s*(?:.*<)?([^<>\\s]+)>?\\s*$`, 'im').exec(raw.replaceAll(/\r?\n[ \t]+/g, ' '))?.[1] ?? ''
  const { number } = (await stage.t.call('GET', `/conversations/${conversationId}`)).body
  const found = { conversationId, number: number as number, ourMessageId: header('Message-ID'), replyAddress: header('Reply-To'), theirMessageId }
  if (!found.ourMessageId.startsWith('sv.') || !found.replyAddress.includes('+r'))
    throw new Error(`our mail carries no signed marks: ${JSON.stringify(found)}`)
  return found
}

async function reply(stage: Stage, conversationId: string, text: string): Promise<string> {
  const { t, sink } = stage
  const { status, body } = await t.call('POST', `/conversations/${conversationId}/replies`, { body: { text, holdSeconds: 0 } })
  if (status !== 201) throw new Error(`the agent could not answer: ${status} ${JSON.stringify(body)}`)
  stage.sent++
  if (!(await until(() => sink.mails.length >= stage.sent, 15_000))) throw new Error('the answer was not sent')
  return sink.mails.at(-1)!.raw.toString('utf8')
}

async function attackWith(
  stage: Stage,
  { name, headers, body, lands, flag }: Attack,
  n: number,
  victimsId: string,
  attackersId: string,
): Promise<void> {
  const { t, tally } = stage
  const id = [`Message-ID: <attack-${n}@attacker.test>`, ...(headers.some((line) => line.startsWith('Subject:')) ? [] : ['Subject: Hello'])]
  const event = await feed(stage, [...headers, ...id], `${body ?? ''}\r\n${lands === 'victim' && flag !== 'dmarc_fail' ? 'CLAIM' : 'ATTACK'}-${n}`)
  tally.add('acked')
  const fail = (what: string) => tally.fail(`${name}: ${what}`)
  if (event.state !== 'done' || !event.messageId) return fail(`became ${event.state} (${event.reason ?? 'no reason'}) instead of a visible message`)
  tally.add('stored')
  const isInside = event.conversationId === victimsId
  if ((lands === 'joins' || lands === 'victim') !== isInside && lands !== 'own')
    fail(isInside ? 'entered the victim’s conversation' : 'did not reach the conversation it names, so it proves nothing')
  if (lands === 'own' && isInside) fail('entered the victim’s conversation')
  const { items } = (await t.call('GET', `/conversations/${event.conversationId}/timeline?limit=200`)).body
  const item = items.find((one: { id: string }) => one.id === event.messageId)
  if (!item) return fail('is not in the timeline')
  if (item.direction !== 'in' || item.author.kind !== 'contact') fail(`is shown as ${item.direction} by ${item.author.kind}`)
  if (!item.flags.includes('unverified_sender') && !item.flags.includes('dmarc_fail')) fail(`carries no warning (${item.flags.join()})`)
  const announced = items.flatMap((one: { activity: { name: string; payload: { contactId?: string } } | null }) =>
    one.activity?.name === 'conversation.participant_joined' ? [one.activity.payload.contactId] : [],
  )
  if (lands === 'joins' && !announced.includes(item.author.id)) fail('joined without being announced')
  if (flag && !item.flags.includes(flag)) fail(`lacks the flag ${flag} (${item.flags.join()})`)
  for (const conversationId of [victimsId, attackersId, event.conversationId]) {
    const { contact } = (await t.call('GET', `/conversations/${conversationId}`)).body
    if (contact.isVerified) fail('made a contact verified')
  }
}

/** The agent answers as the product suggests: the mail goes to the customer alone and holds nothing of what others sent. */
async function answerAndRead(stage: Stage, conversationId: string, customer: string, secrets: string[], who: string): Promise<void> {
  const raw = await reply(stage, conversationId, `Dear customer, this is for ${customer}`)
  const { to } = stage.sink.mails.at(-1)!
  if (to.join() !== customer) stage.tally.fail(`the answer to ${who} went to ${to.join()}`)
  for (const secret of secrets) {
    const at = raw.indexOf(secret)
    if (at >= 0) {
      stage.tally.add('disclosures')
      stage.tally.fail(`the answer to ${who} holds ${raw.slice(at, at + 14)}`)
    }
  }
  stage.tally.figures.disclosures ??= 0
}

async function controls(stage: Stage, leaked: Leaked, victimsId: string): Promise<void> {
  const { t, tally } = stage
  const pass = `Authentication-Results: ${trustedServer}; spf=pass; dkim=pass; dmarc=pass header.from=customers.test`
  const genuine = await feed(
    stage,
    [pass, `From: <${victim}>`, `To: ${leaked.replyAddress}`, 'Subject: Re: Refund', 'Message-ID: <genuine@customers.test>'],
    'SECRET-GENUINE words of mine',
  )
  const { items } = (await t.call('GET', `/conversations/${victimsId}/timeline?limit=200`)).body
  const item = items.find((one: { id: string }) => one.id === genuine.messageId)
  tally.expect(item !== undefined, 'control: a mail with the right signature does not enter, so "apart" proves nothing')
  tally.expect(item?.flags.length === 0, `control: a mail that its domain vouches for is flagged ${item?.flags.join()}, so flags prove nothing`)
  const raw = await reply(stage, victimsId, 'Thank you.')
  tally.expect(raw.includes('SECRET-GENUINE'), 'control: an answer does not quote its own customer, so reading it proves nothing')
  tally.figures.control_entered = item ? 1 : 0
}

await runAsProgram(import.meta.url, run)
