import pg from 'pg'
import { newId } from '../../../server/platform/ids.ts'
import type { TestApp } from '../../../server/testing/app.ts'

type Owner = TestApp['owner']

/** One workspace with at least one record of every kind the API names, all its texts carrying a word that must never be seen elsewhere. */
export interface World {
  owner: Owner
  /** The word in every name and text. */
  canary: string
  /** An id by kind: conversation, message, contact … */
  ids: Record<string, string>
  fileUrl: string
  /** A visitor of the workspace's chat, who has said something. */
  visitorToken: string | null
}

/** Fills a workspace through the API itself; what no route makes yet is written as a row. */
export async function makeWorld(t: TestApp, owner: Owner, canary: string): Promise<World> {
  const ids: Record<string, string> = { workspace: owner.workspaceId, agent: owner.userId }
  const call = async (method: string, path: string, body?: unknown) => t.call(method, path, { token: owner.token, body })
  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const name = (what: string) => `${what} ${canary}`
  ids.inbox = (await must('POST', '/inboxes', { name: name('api'), connector: 'api' })).id
  ids.mailInbox = (await must('POST', '/inboxes', { name: name('mail'), connector: 'email', address: `support@${canary}.test` })).id
  const chat = await must('POST', '/inboxes', { name: name('chat'), connector: 'web-chat' })
  ids.chatInbox = chat.id
  const events: string[] = []
  for (const [n, from] of ['one', 'one', 'two', 'three'].entries())
    events.push(
      (
        await must('POST', `/inboxes/${ids.inbox}/messages`, {
          externalId: `m${n}`,
          from: { id: `${from}-${canary}`, name: name(from) },
          text: name(`words ${n}`),
        })
      ).id,
    )
  await t.app.settle()
  const arrived = await Promise.all(events.map((id) => must('GET', `/inbound-events/${id}`)))
  Object.assign(ids, {
    inboundEvent: arrived[0].id,
    conversation: arrived[0].conversationId,
    message: arrived[0].messageId,
    otherMessage: arrived[1].messageId,
    otherConversation: arrived[2].conversationId,
  })
  const conversation = await must('GET', `/conversations/${ids.conversation}`)
  ids.contact = conversation.contact.id
  ids.number = String(conversation.number)
  ids.otherContact = (await must('GET', `/conversations/${ids.otherConversation}`)).contact.id
  ids.identity = (await must('GET', `/contacts/${ids.contact}`)).identities[0].id
  const third = (await must('GET', `/conversations/${arrived[3].conversationId}`)).contact.id
  const spare = (await must('POST', '/contacts', { name: name('spare') })).id
  ids.merge = (await must('POST', `/contacts/${spare}/merge`, { intoId: third })).mergeId
  const file = await t.call('POST', '/attachments', {
    token: owner.token,
    raw: Buffer.from(name('file')),
    headers: { 'x-file-name': `${canary}.txt` },
  })
  if (file.status !== 201) throw new Error(`no upload: ${file.status}`)
  ids.file = file.body.id
  await must('POST', `/conversations/${ids.conversation}/notes`, { text: name('note'), mentions: [owner.userId], attachments: [] })
  await must('PUT', `/conversations/${ids.conversation}/drafts/reply`, { text: name('draft'), savedAt: new Date().toISOString() })
  const reply = await must('POST', `/conversations/${ids.conversation}/replies`, { text: name('answer'), holdSeconds: 0 })
  ids.sentMessage = reply.id
  ids.team = (await must('POST', '/teams', { name: name('team') })).id
  const invited = await must('POST', '/invitations', { email: `colleague@${canary}.test`, role: 'agent' })
  const joined = await t.call('POST', '/invitations/accept', {
    token: '',
    body: { token: invited.link.split('#').at(-1), name: name('colleague'), password: 'kingfisher at dusk' },
  })
  if (joined.status !== 201) throw new Error(`no colleague: ${joined.status} ${JSON.stringify(joined.body)}`)
  ids.colleague = joined.body.agent.id
  ids.invitation = (await must('POST', '/invitations', { email: `another@${canary}.test`, role: 'agent' })).invitation.id
  ids.token = (await must('POST', '/tokens', { name: name('token'), scopes: ['read'] })).record.id
  for (const [kind, path, body] of [
    ['savedReply', '/saved-replies', { title: name('saved'), text: name('text') }],
    ['view', '/views', { name: name('view'), filter: { status: 'open' }, isShared: true }],
  ] as const) {
    const made = await call('POST', path, body)
    if (made.status === 201) ids[kind] = made.body.id
  }
  const visit = await t.call('POST', `/chat/${chat.publicKey}/visit`, { token: '', body: {} })
  const visitorToken = visit.status === 200 ? (visit.body.token as string) : null
  if (visitorToken) {
    await t.call('POST', '/chat/messages', { token: visitorToken, body: { clientKey: `key-${canary}`, text: name('visitor words') } })
    ids.visitorFile = (
      await t.call('POST', '/chat/files', { token: visitorToken, raw: Buffer.from(name('visitor file')), headers: { 'x-file-name': 'v.txt' } })
    ).body.id
  }
  await insertRows(t, owner, ids, canary)
  await t.app.settle()
  return { owner, canary, ids, fileUrl: file.body.url, visitorToken }
}

/** Kinds that come about only over time or through other people's servers. */
async function insertRows(t: TestApp, { workspaceId }: Owner, ids: Record<string, string>, canary: string): Promise<void> {
  const client = new pg.Client({ connectionString: t.connectionString })
  await client.connect()
  try {
    Object.assign(ids, { quarantined: newId(), webhook: newId(), webhookDelivery: newId() })
    await client.query(
      `insert into inbound_events (workspace_id, id, inbox_id, external_key, source, body, size_bytes, state, reason) values ($1, $2, $3, $4, 'api', $5, 9, 'quarantined', 'planted')`,
      [workspaceId, ids.quarantined, ids.mailInbox, `planted ${canary}`, Buffer.from(`planted ${canary}`)],
    )
    await client.query(`insert into webhook_endpoints (workspace_id, id, url, secrets, is_enabled) values ($1, $2, $3, '[]', false)`, [
      workspaceId,
      ids.webhook,
      `https://${canary}.test/hook`,
    ])
    await client.query(
      `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_number, event_name, state) values ($1, $2, $3, 1, 'conversation.opened', 'dead')`,
      [workspaceId, ids.webhookDelivery, ids.webhook],
    )
    const session = await client.query(`select id from sessions where workspace_id = $1 limit 1`, [workspaceId])
    ids.session = session.rows[0]?.id ?? newId()
  } finally {
    await client.end()
  }
}

/** A record of our own that fits the field, so that only the probed one is foreign. */
export function ownIdFor(world: World, route: string, field: string): string {
  const { ids } = world
  const byField: Record<string, string | undefined> = {
    assigneeId: ids.colleague,
    agentId: ids.colleague,
    assignee: ids.colleague,
    mentions: ids.colleague,
    memberIds: ids.colleague,
    teamId: ids.team,
    team: ids.team,
    teamIds: ids.team,
    inboxId: ids.inbox,
    inbox: ids.inbox,
    identityId: ids.identity,
    messageId: ids.message,
    messageIds: ids.message,
    writtenAgainst: ids.sentMessage,
    attachments: route.startsWith('/chat/') ? ids.visitorFile : ids.file,
    contact: ids.contact,
    ids: ids.conversation,
    intoId: route.startsWith('/contacts') ? ids.otherContact : ids.otherConversation,
  }
  const byPlace: [prefix: string, id: string | undefined][] = [
    ['/conversations/', ids.conversation],
    ['/messages/', ids.sentMessage],
    ['/contacts/', ids.contact],
    ['/contact-merges/', ids.merge],
    ['/inboxes/', route.endsWith('raw-mail') ? ids.mailInbox : ids.inbox],
    ['/inbound-events/', ids.inboundEvent],
    ['/quarantine/', ids.quarantined],
    ['/agents/', ids.colleague],
    ['/invitations/', ids.invitation],
    ['/teams/', ids.team],
    ['/tokens/', ids.token],
    ['/me/sessions/', ids.session],
    ['/saved-replies/', ids.savedReply],
    ['/views/', ids.view],
    ['/webhooks/', ids.webhook],
    ['/webhook-deliveries/', ids.webhookDelivery],
  ]
  return byField[field] ?? byPlace.find(([prefix]) => route.startsWith(prefix))?.[1] ?? newId()
}
