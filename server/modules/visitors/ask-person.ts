import type { Context } from '../../platform/context.ts'
import type { Subscriber } from '../../platform/events/subscribers.ts'
import { setStatus, setTags } from '../conversations/index.ts'
import { currentConversation } from './queries.ts'
import { actingVisitor, onBehalf } from './visitor.ts'

export const wantsPersonTag = 'wants-person'

/**
 * A visitor asks for a person: the conversation is open and tagged, so that no rule or bot keeps it. Before the first message there is nothing to tag (false): the widget
 * says it again with that message. Emits `conversation.tagged` and, as it applies, `conversation.reopened` or `conversation.woken`.
 */
export async function askForPerson(ctx: Context): Promise<boolean> {
  const { identityId } = actingVisitor(ctx)
  const conversation = identityId && (await currentConversation(ctx, identityId))
  if (conversation) await flag(ctx, conversation.id)
  return Boolean(conversation)
}

async function flag(ctx: Context, conversationId: string): Promise<void> {
  const system = onBehalf(ctx)
  await setTags(system, conversationId, [wantsPersonTag], [])
  await setStatus(system, conversationId, 'open')
}

/** Words that came with the wish for a person. */
export const flagWantsPerson: Subscriber = {
  name: 'visitors.flag_wants_person',
  events: ['message.received'],
  async handle(ctx, events) {
    const ids = events.flatMap((event) => (event.name === 'message.received' && event.payload.channel === 'chat' ? [event.payload.messageId] : []))
    if (ids.length === 0) return
    const rows = await ctx.sql.many<{ id: string }>(
      `select distinct c.id from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
       where m.workspace_id = $1 and m.id = any($2::uuid[]) and 'wants_person' = any(m.flags) and c.merged_into_id is null order by c.id`,
      [ctx.workspaceId, ids],
    )
    for (const { id } of rows) await flag(ctx, id)
  },
}
