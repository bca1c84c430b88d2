import type pg from 'pg'
import type { Route } from '../../../contract/route.ts'
import { newId } from '../../../server/platform/ids.ts'
import type { TestApp } from '../../../server/testing/app.ts'
import { sampleOf, shapesOf, urlOf } from '../rig/api-shape.ts'
import { ownIdFor, type World } from '../s3/world.ts'

export interface KeyedRequest {
  url: string
  body?: unknown
  raw?: Uint8Array
  contentType?: string
}
interface Making {
  t: TestApp
  client: pg.Client
  world: World
}
type Make = (making: Making) => Promise<KeyedRequest>

const must = async ({ t, world }: Making, method: string, path: string, body?: unknown) => {
  const answer = await t.call(method, path, { token: world.owner.token, body })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
/** A new customer with a conversation of two messages. */
async function freshConversation(making: Making): Promise<{ id: string; messageId: string; contactId: string; contactName: string }> {
  const from = `fresh-${newId()}`
  const events = []
  for (const n of [1, 2])
    events.push(
      (
        await must(making, 'POST', `/inboxes/${making.world.ids.inbox}/messages`, {
          externalId: `${from}-${n}`,
          from: { id: from, name: from },
          text: `words ${n}`,
        })
      ).id,
    )
  await making.t.app.settle()
  const { conversationId, messageId } = await must(making, 'GET', `/inbound-events/${events[1]}`)
  const { contact } = await must(making, 'GET', `/conversations/${conversationId}`)
  return { id: conversationId, messageId, contactId: contact.id, contactName: contact.name }
}

/** Routes whose first call must find something in a certain state; the rest are sampled from the contract. */
const prepared: Record<string, Make> = {
  'POST /conversations': async ({ world }) => ({
    url: '/conversations',
    body: { inboxId: world.ids.mailInbox, to: { address: 'once@probe.test' }, subject: 'Once', text: 'Once' },
  }),
  'POST /messages/:id/take-back': async (making) => {
    const { id } = await freshConversation(making)
    return { url: `/messages/${(await must(making, 'POST', `/conversations/${id}/replies`, { text: 'held', holdSeconds: 30 })).id}/take-back` }
  },
  'POST /messages/:id/resend': async (making) => {
    const { id } = await freshConversation(making)
    const { id: messageId } = await must(making, 'POST', `/conversations/${id}/replies`, { text: 'fails', holdSeconds: 30 })
    await making.client.query(`update messages set delivery_state = 'failed' where id = $1`, [messageId])
    return { url: `/messages/${messageId}/resend` }
  },
  'POST /conversations/:id/claim': async (making) => ({ url: `/conversations/${(await freshConversation(making)).id}/claim` }),
  'POST /conversations/:id/merge': async (making) => {
    const [one, two] = [await freshConversation(making), await freshConversation(making)]
    return { url: `/conversations/${one.id}/merge`, body: { intoId: two.id } }
  },
  'POST /conversations/:id/split': async (making) => {
    const { id, messageId } = await freshConversation(making)
    return { url: `/conversations/${id}/split`, body: { messageIds: [messageId] } }
  },
  'POST /contacts/:id/merge': async (making) => {
    const [one, two] = [await freshConversation(making), await freshConversation(making)]
    return { url: `/contacts/${one.contactId}/merge`, body: { intoId: two.contactId } }
  },
  'POST /contact-merges/:id/undo': async (making) => {
    const [one, two] = [await freshConversation(making), await freshConversation(making)]
    return { url: `/contact-merges/${(await must(making, 'POST', `/contacts/${one.contactId}/merge`, { intoId: two.contactId })).mergeId}/undo` }
  },
  'POST /contacts/:id/erase': async (making) => {
    const { contactId, contactName } = await freshConversation(making)
    return { url: `/contacts/${contactId}/erase`, body: { confirm: contactName } }
  },
  'POST /contacts/:id/identities': async (making) => ({
    url: `/contacts/${(await freshConversation(making)).contactId}/identities`,
    body: { kind: 'email', address: `${newId()}@probe.test` },
  }),
  'POST /webhooks': async () => ({ url: '/webhooks', body: { url: 'https://example.org/once', events: [] } }),
  'POST /inboxes': async () => ({ url: '/inboxes', body: { name: 'Once', connector: 'api' } }),
  'POST /webhook-deliveries/:id/replay': async ({ client, world }) => {
    await client.query(`update webhook_endpoints set is_enabled = true where id = $1`, [world.ids.webhook])
    return { url: `/webhook-deliveries/${world.ids.webhookDelivery}/replay` }
  },
  'POST /contacts': async () => ({ url: '/contacts', body: { name: 'Once', email: `${newId()}@probe.test` } }),
}

/** The request with which a route is proved: prepared where its state matters, else made from the contract with records of our own. */
export async function requestFor(making: Making, route: Route): Promise<KeyedRequest> {
  const make = prepared[`${route.method} ${route.path}`]
  if (make) return make(making)
  const shapes = shapesOf(route)
  const own = (field: string) => ownIdFor(making.world, route.path, field)
  const params = (shapes.path ? sampleOf(shapes.path, own) : {}) as Record<string, unknown>
  const url = urlOf(route, params, {})
  if (route.rawBody) {
    const raw = Buffer.from(`From: once@probe.test\r\nSubject: once\r\nMessage-ID: <${newId()}@probe.test>\r\n\r\nonce\r\n`)
    return { url, raw, contentType: route.rawBody.contentTypes[0]! }
  }
  return { url, ...(shapes.body ? { body: sampleOf(shapes.body, own) } : {}) }
}
