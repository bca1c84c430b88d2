import type { DemoAttachment, DemoChannel, DemoCustomer } from '../../demo/demo.ts'
import { attachmentBytes } from '../../demo/attachments.ts'
import { mailText } from '../../demo/mail-text.ts'
import type { Context } from '../../platform/context.ts'
import { sanitiseMailHtml } from '../../platform/html/index.ts'
import { takeInNow, type InboxForIntake, type Translating } from '../delivery/index.ts'
import type { OpenInbox } from '../inboxes/index.ts'
import { detectLanguage } from '../search/index.ts'
import type { DemoDeps } from './deps.ts'
import type { Playing } from './playing.ts'
import { addUpload, forgetCurrent } from './queries.ts'
import { chatWords } from './chat-words.ts'
import type { Act } from './steps.ts'
import { demoVisitorId } from './visitor-id.ts'
import { writeCustomerMail } from './write-mail.ts'

/** A customer's message of the demo's history comes in, as mail or chat, through intake. */
export async function arriveMessage(ctx: Context, play: Playing, { customer, conversation, index, team }: Act & { kind: 'say' }): Promise<void> {
  const item = conversation.items[index]
  if (item?.kind !== 'message') throw new Error(`item ${index} of ${conversation.key} is no message`)
  const begun = play.begun.get(conversation.key)
  const text = item.channel === 'email' ? mailText(customer, conversation, index, play.now) : item.text
  const arrived = await arrive(ctx, play, {
    customer,
    channel: item.channel,
    key: `${conversation.key}.${index}`,
    subject: conversation.subject ?? '',
    text,
    isNewMatter: begun === undefined,
    thread: begun?.thread ?? [],
    attachments: item.attachments,
    teamId: play.stage.teams[team],
  })
  if (begun && begun.conversationId !== arrived.conversationId)
    throw new Error(`message ${index} of ${conversation.key} fell into another conversation`)
  play.begun.set(conversation.key, { conversationId: arrived.conversationId, thread: [...(begun?.thread ?? []), ...arrived.thread] })
}

/** The first words of a customer who answers by a script. */
export async function arriveOpening(ctx: Context, play: Playing, { customer, script, channel }: Act & { kind: 'begin_script' }): Promise<void> {
  const [first] = script.opening.split(/(?<=[.!?।,])\s/)
  await arrive(ctx, play, {
    customer,
    channel,
    key: script.key,
    subject: first!.replace(/[.,]$/, ''),
    text: script.opening,
    isNewMatter: true,
    thread: [],
    attachments: [],
    teamId: play.stage.teams.support,
  })
}

interface Arriving {
  customer: DemoCustomer
  channel: DemoChannel
  /** Unique in the demo. */
  key: string
  subject: string
  text: string
  isNewMatter: boolean
  thread: string[]
  attachments: DemoAttachment[]
  teamId: string
}

async function arrive(ctx: Context, { deps, stage, contacts }: Playing, arriving: Arriving): Promise<{ conversationId: string; thread: string[] }> {
  const inbox = stage.inboxes[arriving.channel]
  const isMail = arriving.channel === 'email'
  // Else the chat would take it for more of the matter before.
  if (arriving.isNewMatter) await forgetCurrent(ctx, contacts.get(arriving.customer.key)!)
  const messageId = `${arriving.key}@${(arriving.customer.email ?? 'nobody@example.com').split('@')[1]}`
  const body = isMail ? await asMail(ctx, arriving, messageId) : await asChat(ctx, deps, arriving)
  const arrival = {
    workspaceId: ctx.workspaceId,
    inboxId: inbox.row.id as never,
    externalKey: messageId,
    source: isMail ? 'imap' : 'chat',
    headers: {},
    body,
  } as const
  const { conversationId } = await takeInNow(ctx, arrival, { ...forIntake(inbox), teamId: arriving.teamId }, translating(ctx, deps))
  return { conversationId, thread: isMail ? [messageId] : [] }
}

function asMail(ctx: Context, { customer, subject, text, thread, attachments }: Arriving, messageId: string): Promise<Buffer> {
  return writeCustomerMail({
    messageId,
    from: { name: customer.name, address: customer.email! },
    subject,
    text,
    at: ctx.now,
    thread,
    attachments: attachments.map((file) => ({ name: file.name, contentType: file.contentType, content: attachmentBytes(file) })),
  })
}

async function asChat(ctx: Context, deps: DemoDeps, { customer, key, text, attachments }: Arriving): Promise<Buffer> {
  const visitorId = demoVisitorId(customer.key)
  const files = []
  for (const file of attachments) files.push(await addUpload(ctx, deps.files, `visitor:${visitorId}`, file.name, attachmentBytes(file)))
  return chatWords({ clientKey: key, visitorId, name: customer.name, text, files, at: ctx.now })
}

const forIntake = ({ row, connector, settings }: OpenInbox): InboxForIntake => ({
  id: row.id,
  connector,
  settings,
  name: row.name,
  address: row.address,
  channel: row.channel,
  teamId: row.teamId,
})

const translating = (ctx: Context, { files, secretFor }: DemoDeps): Translating => ({
  workspaceId: ctx.workspaceId,
  now: ctx.now,
  secretFor,
  putFiles: files.putMany,
  sanitiseHtml: (html) => sanitiseMailHtml(html).html,
  detectLanguage: (text) => detectLanguage(text).language,
})
