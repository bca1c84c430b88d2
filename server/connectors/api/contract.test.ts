import { checkConnector } from '../contract-test.ts'
import type { Connector, RawInbound } from '../connector.ts'
import type { Provider, Stage, Words } from '../contract-test-provider.ts'
import { api } from './index.ts'

const callOf = ({ id, person, name, text, at }: Words) => ({ externalId: id, from: { id: person, name }, text, at: at.toISOString() })
const rawOf = (body: object): RawInbound => ({ headers: {}, body: Buffer.from(JSON.stringify(body)), receivedAt: new Date('2026-11-21T10:00:00Z') })
const give = (stage: Stage, words: Words, token?: string) =>
  stage.t.call('POST', `/inboxes/${stage.inboxId}/messages`, { body: callOf(words), ...(token === undefined ? {} : { token }) })

const open = async (): Promise<Provider> => ({
  inbox: { settings: {} },
  secrets: [],
  wrongSettings: { none: 'it has no settings' },
  raw: (words) => rawOf(callOf(words)),
  async handIn(stage, words) {
    const { status, body } = await give(stage, words)
    return { status, id: body.id }
  },
  again: (words) => rawOf({ ...callOf(words), at: '2026-11-21T09:59:59Z' }),
  forgeries: ['', 'sv_notatoken'].map((token) => async (stage, words) => (await give(stage, words, token)).status),
  garbageIn: async ({ t, inboxId }, body) =>
    (await t.call('POST', `/inboxes/${inboxId}/messages`, { raw: body, contentType: 'application/json' })).status,
  unknownKinds: { none: 'the format is ours: other kinds are refused at the door' },
  several: { none: 'one call is one message' },
  reports: {},
  typing: { none: 'not declared' },
  // As the company's own program reads them: the event that names the inbox, then the message.
  async sentTo(stage, person) {
    const written = await stage.rows<{ conversationId: string; messageId: string }>(
      `select e.payload ->> 'conversationId' as "conversationId", e.payload ->> 'messageId' as "messageId" from events e
       join conversations c on c.workspace_id = e.workspace_id and c.id = e.conversation_id
       join identities i on i.workspace_id = c.workspace_id and i.contact_id = c.contact_id and i.kind = 'external' and i.address = $2
       where e.name = 'message.written' and e.payload ->> 'inboxId' = $1 order by e.number`,
      [stage.inboxId, person],
    )
    const sent = []
    for (const { conversationId, messageId } of written) {
      const item = (await stage.timeline(conversationId)).find((one) => one.id === messageId)
      if (item && item.delivery.state === 'sent') sent.push({ id: item.id, text: item.text })
    }
    return sent
  },
  troubles: { none: 'nothing is sent' },
  stop: async () => {},
})

checkConnector(api as unknown as Connector, open)
