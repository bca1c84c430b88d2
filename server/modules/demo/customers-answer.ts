import type { ConversationId, WorkspaceId } from '../../../contract/ids.ts'
import type { Subscriber } from '../../platform/events/subscribers.ts'
import { demoCustomers } from '../../demo/customers/index.ts'
import type { DemoCustomer } from '../../demo/demo.ts'
import type { DemoScript } from '../../demo/script.ts'
import { demoScripts, nextCustomerMessage } from '../../demo/scripts.ts'
import type { Context } from '../../platform/context.ts'
import { recordSent } from '../delivery/index.ts'
import { chatWords } from './chat-words.ts'
import type { DemoDeps } from './deps.ts'
import { readDialogues, type Dialogue } from './dialogue.ts'
import { demoVisitorId } from './visitor-id.ts'
import { writeCustomerMail } from './write-mail.ts'

const system = { kind: 'system', name: 'demo' } as const
/** Somebody who practises should not wait for long, and should not be answered before having looked up. */
const soonestSeconds = 2
const latestSeconds = 8
/** How soon it is looked again whether the agent's words have gone out. */
const lookAgainSeconds = 2

interface Speaker {
  script: DemoScript
  customer: DemoCustomer
}

/** Who speaks for a contact, by their addresses. */
const speakers = new Map(
  demoScripts.flatMap((script) => {
    const customer = demoCustomers.find(({ key }) => key === script.customer)!
    return [customer.email, demoVisitorId(customer.key)].flatMap((address) => (address ? [[address, { script, customer }] as const] : []))
  }),
)
const speakerOf = ({ addresses }: Dialogue): Speaker | null => addresses.map((address) => speakers.get(address)).find(Boolean) ?? null

/** Scripted customers read what they are answered and write again: a job a few seconds after the agent's words have gone out. */
export const customersAnswer: Subscriber = {
  name: 'demo.customers_answer',
  events: ['message.written'],
  async handle(ctx, events) {
    const ids = new Set(events.flatMap((event) => (event.name === 'message.written' ? [event.payload.conversationId] : [])))
    for (const dialogue of await readDialogues(ctx, [...ids])) planAnswer(ctx, dialogue)
  },
}

/** Leaves the job for the next answer, if there is one; a later message of the agent moves it, since agents write in pieces. */
function planAnswer(ctx: Context, dialogue: Dialogue): void {
  const speaker = speakerOf(dialogue)
  const next = speaker && nextCustomerMessage(speaker.script, dialogue.said)
  if (!next) return
  const readAt = Math.max(ctx.now.getTime(), dialogue.sendsAt?.getTime() ?? 0)
  answerLater(ctx, dialogue.conversationId, readAt + 1000 * Math.min(latestSeconds, Math.max(soonestSeconds, next.delaySeconds)))
}

function answerLater(ctx: Context, conversationId: ConversationId, atMs: number): void {
  ctx.enqueue('demo.customer_answers', { conversationId }, { key: `demo-answer:${conversationId}`, runAt: new Date(atMs), maxAttempts: 3 })
}

/**
 * The job: the customer's next words come in raw, by the channel on which the agent wrote, and intake does the rest. What was taken back is not answered; what
 * is still on its way is waited for. A second run finds the same arrival stored.
 */
export async function answerAsCustomer(
  { database, inboxes, secretFor, writer }: DemoDeps,
  workspaceId: WorkspaceId,
  conversationId: ConversationId,
): Promise<void> {
  const dialogue = await database.transaction(workspaceId, system, async (ctx) => {
    const [read] = await readDialogues(ctx, [conversationId])
    if (!read?.isOnItsWay) return read
    answerLater(ctx, conversationId, Math.max(ctx.now.getTime(), read.sendsAt?.getTime() ?? 0) + lookAgainSeconds * 1000)
    return undefined
  })
  const speaker = dialogue && speakerOf(dialogue)
  const next = speaker && nextCustomerMessage(speaker.script, dialogue.said)
  const answered = dialogue?.answered
  if (!speaker || !next || !answered) return
  const source = answered.channel === 'email' ? 'imap' : 'chat'
  const body = answered.channel === 'email' ? await asMail(speaker, dialogue, answered, next.text) : asChat(speaker, answered, next.text)
  // Who answers has read; mail tells nobody.
  if (answered.channel === 'chat')
    await database.transaction(workspaceId, system, async (ctx) => {
      const inbox = await inboxes.open(ctx, answered.inboxId)
      for (const messageId of inbox ? answered.pieceIds : [])
        await recordSent(ctx, { inbox: inbox!, secretFor }, { conversationId, messageId }, 'read')
    })
  await writer.store({ workspaceId, inboxId: answered.inboxId, externalKey: `demo:${answered.messageId}`, source, headers: {}, body })
}

type Answered = NonNullable<Dialogue['answered']>

function asChat({ customer }: Speaker, { messageId }: Answered, text: string): Buffer {
  return chatWords({ clientKey: `answer-${messageId}`, visitorId: demoVisitorId(customer.key), name: customer.name, text, files: [], at: new Date() })
}

function asMail(
  { customer }: Speaker,
  { subject, thread }: Dialogue,
  { messageId, externalId, text, authorName, at }: Answered,
  words: string,
): Promise<Buffer> {
  const quoted = text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
  const written = `${at.toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })}, ${at.toISOString().slice(11, 16)}`
  return writeCustomerMail({
    messageId: `${messageId}.answer@${customer.email!.split('@')[1]}`,
    from: { name: customer.name, address: customer.email! },
    subject,
    text: `${words}\n\nOn ${written}, ${authorName} wrote:\n${quoted}\n`,
    at: new Date(),
    thread: [...thread.filter((id) => id !== externalId), ...(externalId ? [externalId] : [])],
    attachments: [],
  })
}
