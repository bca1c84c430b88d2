import type { Actor, Context } from '../../platform/context.ts'
import { addNote, assignConversation, setPriority, setStatus, setTags, snoozeConversation } from '../conversations/index.ts'
import type { DemoAgentKey } from '../../demo/demo.ts'
import { answer } from './answer.ts'
import { arriveMessage, arriveOpening } from './arrive.ts'
import type { Chronicle } from './chronicle.ts'
import { meetCustomer } from './meet.ts'
import type { Playing } from './playing.ts'
import type { Act, Step } from './steps.ts'

/** Under the names that the real thing has in the log. */
const house = (name: 'contacts' | 'intake' | 'delivery'): Actor => ({ kind: 'system', name })

/** Does one step by the use case of the real thing. */
export async function perform(play: Playing, chronicle: Chronicle, { at, act }: Step): Promise<void> {
  const asHouse = (name: Parameters<typeof house>[0]) => chronicle.at(at, house(name))
  const as = (by: DemoAgentKey) => chronicle.at(at, play.stage.agents[by])
  switch (act.kind) {
    case 'meet':
      return meetCustomer(asHouse('contacts'), play, act.customer)
    case 'say':
      return arriveMessage(asHouse('intake'), play, act)
    case 'begin_script':
      return arriveOpening(asHouse('intake'), play, act)
    case 'answer':
      return answer(as(act.by), asHouse('delivery'), play, act)
    default:
      return change(as(act.by), play, act)
  }
}

async function change(
  ctx: Context,
  { begun, stage, deps }: Playing,
  act: Exclude<Act, { kind: 'meet' | 'say' | 'begin_script' | 'answer' }>,
): Promise<void> {
  const id = begun.get(act.conversation.key)!.conversationId
  switch (act.kind) {
    case 'note':
      return void (await addNote(ctx, id, { text: act.text, mentions: act.mentions.map((key) => stage.agents[key].id), attachments: [] }, deps.links))
    case 'label':
      if (act.conversation.priority !== 'normal') await setPriority(ctx, id, act.conversation.priority)
      return void (await setTags(ctx, id, act.conversation.tags, []))
    case 'assign': {
      const assigneeId = act.to && stage.agents[act.to].id
      return void (await assignConversation(ctx, id, act.team ? { teamId: stage.teams[act.team], assigneeId } : { assigneeId }))
    }
    case 'snooze':
      return void (await snoozeConversation(ctx, id, act.until))
    case 'resolve':
      return void (await setStatus(ctx, id, 'resolved'))
  }
}
