import { checkConnector } from '../contract-test.ts'
import type { InboxId } from '../../../contract/ids.ts'
import type { Provider, Stage } from '../contract-test-provider.ts'
import { mailOf, bounceOf, readReceiptOf, unknownMails, addressOf } from '../email/simulator/contract-mail.ts'
import { connectors } from '../registry.ts'

/** What was taken for this person: the connector drops it, so it is read from the attempts that ended well. */
const sentTo = (stage: Stage, person: string) =>
  stage.rows<{ id: string | null; text: string }>(
    `select m.external_id as id, m.text from delivery_attempts a join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
     where a.outcome = 'sent' and a.detail like '250 %' and m.recipients -> 'to' -> 0 ->> 'address' = $1 order by a.started_at, a.id`,
    [addressOf(person)],
  )

const open = async (): Promise<Provider> => ({
  inbox: { address: 'help@shop.test', settings: {} },
  secrets: [],
  wrongSettings: { none: 'no server, nothing to be wrong' },
  raw: (words) => mailOf(words),
  async handIn({ t, inboxId }, words) {
    const { body } = mailOf(words)
    const { id } = await t.app.writer.store({ workspaceId: t.owner.workspaceId, inboxId: inboxId as InboxId, source: 'api', headers: {}, body })
    return { status: 202, id }
  },
  again: (words) => mailOf(words, { Received: 'by another.example.com; Sat, 21 Nov 2026 10:00:09 +0000' }),
  forgeries: { none: 'no way in from outside: the demo writes its mails itself' },
  garbageIn: { none: 'no way in from outside' },
  unknownKinds: unknownMails,
  several: { none: 'one delivery is one mail' },
  reports: {
    failed: async (stage, { externalId, person }) => void (await stage.store(bounceOf(externalId!, person))),
    read: async (stage, { externalId, person }) => void (await stage.store(readReceiptOf(externalId!, person))),
  },
  typing: { none: 'mail has no typing' },
  sentTo,
  troubles: { none: 'no provider: what it refuses is in send.test.ts' },
  stop: async () => {},
})

checkConnector(connectors.get('simulated-email')!, open)
