import { attachmentBytes } from '../../demo/attachments.ts'
import type { Context } from '../../platform/context.ts'
import { reply } from '../conversations/index.ts'
import { recordSent } from '../delivery/index.ts'
import type { Playing } from './playing.ts'
import { addUpload } from './queries.ts'
import type { Act } from './steps.ts'

/** An agent's answer of the past: written by the real use case, and recorded as gone out (and, in the chat, as read once the customer wrote again). */
export async function answer(ctx: Context, asHouse: Context, play: Playing, act: Act & { kind: 'answer' }): Promise<void> {
  const item = act.conversation.items[act.index]
  if (item?.kind !== 'message') throw new Error(`item ${act.index} of ${act.conversation.key} is no message`)
  const { deps, stage, begun } = play
  const { conversationId, thread } = begun.get(act.conversation.key)!
  const inbox = stage.inboxes[item.channel]
  const attachments: string[] = []
  for (const file of item.attachments) {
    const upload = await addUpload(ctx, deps.files, `agent:${stage.agents[act.by].id}`, file.name, attachmentBytes(file))
    attachments.push(upload.id)
  }
  const written = await reply(
    ctx,
    conversationId,
    { text: item.text, inboxId: inbox.row.id, cc: [], bcc: [], attachments, holdSeconds: 0, then: act.leaves },
    deps.links,
  )
  const state = item.channel === 'email' ? 'sent' : act.isReadLater ? 'read' : 'delivered'
  const { externalId } = await recordSent(asHouse, { inbox, secretFor: deps.secretFor }, { conversationId, messageId: written.id }, state)
  if (externalId) thread.push(externalId)
}
