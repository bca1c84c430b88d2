import type { ContactId, ConversationId, WorkspaceId } from '../../../contract/ids.ts'
import type { Locale } from '../../../contract/people.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { JobHandlers } from '../../platform/jobs/worker.ts'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { normaliseAddress } from '../contacts/index.ts'
import { rememberTyped } from './join-queries.ts'
import { linkAddress, writeLink } from './link.ts'
import { writeLinkMail } from './link-mail.ts'
import { currentConversation, findLinkFacts, hasArrival, messagesBefore } from './queries.ts'
import { actingVisitor, type Visitor } from './visitor.ts'
import { visitorOf, type VisitorCaller } from './authenticate.ts'

/** Mails of the installation itself; the rest of the house knows how. */
export interface SystemMail {
  to: string
  subject: string
  text: string
  replyTo?: string
  messageId?: string
  conversationId?: string
}
export interface LinkMailOptions {
  database: Database
  keys: InstanceKeys
  clock: Clock
  publicUrl(): string
  sendSystemMail(workspaceId: WorkspaceId, mail: SystemMail): Promise<void>
  /** The address and id with which answers to a mail land in this conversation; null when no e-mail inbox can take them. */
  mailFor(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<{ replyTo: string; messageId?: string } | null>
}

/**
 * The visitor leaves an address: it is noted as typed, and a link goes there that proves it and carries the conversation. Called again, it is one more mail.
 * Errors: 409 `chat.nothing_said` before the first message.
 */
export async function continueByEmail(ctx: Context, email: string): Promise<void> {
  const visitor = actingVisitor(ctx)
  if (!visitor.identityId || !visitor.id) throw nothingSaid()
  const address = normaliseAddress('email', email)
  if (!visitor.contactIsVerified || visitor.isProven) await rememberTyped(ctx, visitor.id, address)
  const conversation = await currentConversation(ctx, visitor.identityId)
  ctx.enqueue('web-chat.send_link', {
    contactId: visitor.id as ContactId,
    conversationId: (conversation?.id ?? null) as ConversationId | null,
    email: address,
    visitorId: visitor.visitorId,
    locale: visitor.locale,
  })
}

const nothingSaid = () => new AppError('conflict', 'chat.nothing_said', 'Write your message first; then we can send you the link.')

/** The visitor as they are once their words have been taken in: somebody who writes and leaves an address at once is not turned away. */
export async function settledVisitor(database: Database, caller: VisitorCaller): Promise<Visitor> {
  const { workspaceId, actor } = caller
  for (let tries = 0; tries < 15 && !actor.identityId; tries++) {
    const fresh = await visitorOf(database, { workspaceId, ...actor })
    if (fresh?.actor.identityId) return fresh.actor
    if (!(await database.read(workspaceId, actor, (ctx) => hasArrival(ctx, actor.inboxId, actor.visitorId)))) break
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return actor
}

const tailLength = 6
const system = { kind: 'system', name: 'chat' } as const

/**
 * The job behind `continueByEmail`: the mail with the link and the end of the conversation. Whoever has not proved who they are may have typed a stranger's
 * address: their own words do not go there, or the chat would carry anybody's text to anybody under our name.
 */
export function sendLinkMail(options: LinkMailOptions): NonNullable<JobHandlers['web-chat.send_link']> {
  const { database, keys, clock } = options
  return async (workspaceId, { contactId, conversationId, email, visitorId, locale }) => {
    const facts = await database.read(workspaceId, system, async (ctx) => {
      const found = await findLinkFacts(ctx, visitorId)
      return found && { ...found, said: await messagesBefore(ctx, found, null, tailLength) }
    })
    if (!facts) return
    const token = writeLink({ workspaceId, contactId, identityId: null, email, conversationId, isProven: facts.isProven }, keys, clock.now())
    const reply = conversationId ? await options.mailFor(workspaceId, conversationId) : null
    const mail = writeLinkMail({
      locale: locale as Locale,
      siteName: facts.inboxName,
      link: linkAddress(options.publicUrl(), facts.publicKey, token),
      canAnswer: reply !== null,
      said: facts.said.filter((message) => facts.isProven || message.direction === 'out').reverse(),
    })
    await options.sendSystemMail(workspaceId, {
      to: email,
      ...mail,
      ...(reply ? { replyTo: reply.replyTo, ...(reply.messageId ? { messageId: reply.messageId } : {}) } : {}),
      ...(conversationId ? { conversationId } : {}),
    })
  }
}
