import { z } from 'zod'
import { Locale } from '../../../contract/people.ts'
import type { InboxId, WorkspaceId } from '../../../contract/ids.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Inboxes } from '../inboxes/index.ts'
import { lookUp } from '../workspaces/index.ts'

/** What this module reads of a chat inbox's settings; anything odd falls back rather than closing the chat. */
const ChatSettings = z.object({
  greeting: z.string().catch(''),
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .catch('#00616A'),
  locale: Locale.catch('en'),
  contactEmail: z.string().catch(''),
  contactPhone: z.string().catch(''),
  identitySecret: z.string().min(32).optional().catch(undefined),
})

export interface ChatInbox {
  workspaceId: WorkspaceId
  inboxId: InboxId
  key: string
  name: string
  settings: z.infer<typeof ChatSettings>
}

const system = { kind: 'system', name: 'chat' } as const

export const chatNotFound = () => new AppError('not_found', 'chat.not_found', 'This chat is not here any more.')

/** The chat behind a public key. Errors: `chat.not_found`, also when it is switched off or was removed. */
export async function findChat(database: Database, inboxes: Inboxes, key: string): Promise<ChatInbox> {
  for (const { workspaceId, subjectId } of await lookUp(database, 'chat_key', key)) {
    const inbox = await database.read(workspaceId, system, (ctx) => inboxes.open(ctx, subjectId))
    // Keys are looked up without regard to case; the key itself has both.
    if (inbox?.row.isEnabled && inbox.row.channel === 'chat' && inbox.row.publicKey === key)
      return { workspaceId, inboxId: inbox.row.id as InboxId, key, name: inbox.row.name, settings: ChatSettings.parse(inbox.settings) }
  }
  throw chatNotFound()
}
