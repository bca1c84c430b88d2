import type { Conversation, TimelineItem } from '../../../../contract/conversation.ts'
import type { TestApp } from '../../../testing/app.ts'

/** Where a mutation happens: ids of fresh records, and who else is there. */
export interface Scene {
  t: TestApp
  colleagueId: string
  teamId: string
  restrictedTeamId: string
  mailInboxId: string
  /** A new conversation of a new customer with two messages. */
  open(): Promise<Conversation>
  /** The newest message that the customer wrote there. */
  newest(id: string): Promise<TimelineItem>
  say(contact: string, text: string): Promise<void>
  must(method: string, path: string, body?: unknown): Promise<any>
  sql(text: string, values: unknown[]): Promise<void>
  /** Until everything is taken in and told, and everything due is sent: an event told meanwhile may show a later state than its number. */
  settle(): Promise<void>
}
/** Prepares, and returns the change itself; only what that does may differ between before and after. */
export type Mutation = (scene: Scene) => Promise<() => Promise<unknown>>

const change =
  (path: string, body: unknown, prepare: (scene: Scene, id: string) => Promise<unknown> = async () => {}): Mutation =>
  async (scene) => {
    const { id } = await scene.open()
    await prepare(scene, id)
    return () => scene.must('POST', `/conversations/${id}/${path}`, typeof body === 'function' ? body(scene, id) : body)
  }
const inOneHour = () => new Date(Date.now() + 3_600_000).toISOString()
const status = (to: string) => (scene: Scene, id: string) => scene.must('POST', `/conversations/${id}/status`, { status: to })
const snoozed = (scene: Scene, id: string) => scene.must('POST', `/conversations/${id}/snooze`, { until: 'reply' })

/** Every way the API changes a conversation, by the route's name in the contract. */
export const mutations: Record<string, Record<string, Mutation>> = {
  startConversation: {
    'writing first': async (scene) => () =>
      scene.must('POST', '/conversations', {
        inboxId: scene.mailInboxId,
        to: { address: 'new@customers.test' },
        subject: 'Hello',
        text: 'First words',
      }),
  },
  reply: {
    'answering at once': change('replies', { text: 'An answer', holdSeconds: 0 }),
    'answering with time for undo': change('replies', { text: 'An answer', holdSeconds: 20 }),
    'answering and resolving': change('replies', { text: 'An answer', then: 'resolve', holdSeconds: 20 }),
    'answering and staying open': change('replies', { text: 'An answer', then: 'open', holdSeconds: 20 }),
    'answering a resolved one': change('replies', { text: 'One more thing', holdSeconds: 20 }, status('resolved')),
    'answering a snoozed one': change('replies', { text: 'One more thing', holdSeconds: 20 }, snoozed),
  },
  takeBack: {
    'taking an answer back': async (scene) => {
      const { id } = await scene.open()
      const item = await scene.must('POST', `/conversations/${id}/replies`, { text: 'Too early', holdSeconds: 30 })
      return () => scene.must('POST', `/messages/${item.id}/take-back`)
    },
  },
  resend: {
    'sending a failed one again': async (scene) => {
      const { id } = await scene.open()
      const item = await scene.must('POST', `/conversations/${id}/replies`, { text: 'Fails', holdSeconds: 30 })
      await scene.sql(
        `update messages set delivery_state = 'failed', delivery_reason = 'recipient: no such person' where workspace_id = $1 and id = $2`,
        [scene.t.owner.workspaceId, item.id],
      )
      return () => scene.must('POST', `/messages/${item.id}/resend`)
    },
  },
  addNote: {
    'a note': change('notes', { text: 'Knows the shop owner' }),
    'a note that mentions somebody': change('notes', (scene: Scene) => ({ text: 'Please look', mentions: [scene.colleagueId] })),
  },
  assign: {
    'to a colleague': change('assign', (scene: Scene) => ({ assigneeId: scene.colleagueId })),
    'to a team': change('assign', (scene: Scene) => ({ teamId: scene.teamId })),
    'to both': change('assign', (scene: Scene) => ({ teamId: scene.teamId, assigneeId: scene.colleagueId })),
    'to nobody': change('assign', { assigneeId: null, teamId: null }, (scene, id) =>
      scene.must('POST', `/conversations/${id}/assign`, { assigneeId: scene.colleagueId, teamId: scene.teamId }),
    ),
    'to whom it belongs already': change(
      'assign',
      (scene: Scene) => ({ assigneeId: scene.colleagueId }),
      (scene, id) => scene.must('POST', `/conversations/${id}/assign`, { assigneeId: scene.colleagueId }),
    ),
    'into a team that the colleague is not in and may not see': change('assign', (scene: Scene) => ({ teamId: scene.restrictedTeamId })),
    'out of a team that the colleague may not see': change('assign', { teamId: null }, (scene, id) =>
      scene.must('POST', `/conversations/${id}/assign`, { teamId: scene.restrictedTeamId }),
    ),
    'to the colleague in a team they may not see': change(
      'assign',
      (scene: Scene) => ({ assigneeId: scene.colleagueId }),
      (scene, id) => scene.must('POST', `/conversations/${id}/assign`, { teamId: scene.restrictedTeamId }),
    ),
  },
  claim: { claiming: change('claim', undefined) },
  snooze: {
    'until a time': change('snooze', () => ({ until: inOneHour() })),
    'until the customer writes': change('snooze', { until: 'reply' }),
    'another time': change('snooze', () => ({ until: inOneHour() }), snoozed),
  },
  setStatus: {
    resolving: change('status', { status: 'resolved' }),
    'resolving again': change('status', { status: 'resolved' }, status('resolved')),
    reopening: change('status', { status: 'open' }, status('resolved')),
    'waiting for the customer': change('status', { status: 'waiting' }),
    'no longer waiting for the customer': change('status', { status: 'open' }, status('waiting')),
    waking: change('status', { status: 'open' }, snoozed),
    'from snoozed to waiting': change('status', { status: 'waiting' }, snoozed),
    'from resolved to waiting': change('status', { status: 'waiting' }, status('resolved')),
    'resolving a snoozed one': change('status', { status: 'resolved' }, snoozed),
  },
  setPriority: { urgent: change('priority', { priority: 'urgent' }), 'the same again': change('priority', { priority: 'normal' }) },
  setTags: {
    adding: change('tags', { add: ['refund', 'vip'] }),
    removing: change('tags', { remove: ['refund'] }, (scene, id) => scene.must('POST', `/conversations/${id}/tags`, { add: ['refund', 'vip'] })),
  },
  setSubject: { 'a better name': change('subject', { subject: 'Refund for order 4711' }) },
  markSeen: {
    seen: async (scene) => {
      const { id } = await scene.open()
      const item = await scene.newest(id)
      return () => scene.must('POST', `/conversations/${id}/seen`, { messageId: item.id })
    },
    unread: change('seen', { messageId: null }, async (scene, id) =>
      scene.must('POST', `/conversations/${id}/seen`, { messageId: (await scene.newest(id)).id }),
    ),
  },
  mergeConversations: {
    'joining one into another': async (scene) => {
      const [from, into] = [await scene.open(), await scene.open()]
      return () => scene.must('POST', `/conversations/${from.id}/merge`, { intoId: into.id })
    },
    'joining an open one into a resolved one': async (scene) => {
      const [from, into] = [await scene.open(), await scene.open()]
      await scene.must('POST', `/conversations/${into.id}/status`, { status: 'resolved' })
      await scene.must('POST', `/conversations/${from.id}/tags`, { add: ['joined'] })
      return () => scene.must('POST', `/conversations/${from.id}/merge`, { intoId: into.id })
    },
  },
  splitConversation: {
    'moving one message out': async (scene) => {
      const { id } = await scene.open()
      const item = await scene.newest(id)
      return () => scene.must('POST', `/conversations/${id}/split`, { messageIds: [item.id], subject: 'Something else' })
    },
  },
  bulkChange: {
    'two at once': async (scene) => {
      const [one, two] = [await scene.open(), await scene.open()]
      return () =>
        scene.must('POST', '/conversations/bulk', {
          ids: [one.id, two.id],
          change: { status: 'waiting', assigneeId: scene.colleagueId, teamId: scene.teamId, addTags: ['bulk'], priority: 'low' },
        })
    },
  },
  saveDraft: {
    'keeping a draft': async (scene) => {
      const { id } = await scene.open()
      return () => scene.must('PUT', `/conversations/${id}/drafts/reply`, { text: 'Dear', savedAt: new Date().toISOString() })
    },
  },
  uploadAttachment: {
    'storing a file that belongs to no message yet': async (scene) => () =>
      scene.t.call('POST', '/attachments', { raw: Buffer.from('x'), headers: { 'x-file-name': 'x.txt' } }),
  },
}

/** Changes of conversations that come from elsewhere: customers, time, and what is done to the contact. */
export const otherMutations: Record<string, Mutation> = {
  'their team is removed': async (scene) => {
    const { id } = await scene.open()
    const team = await scene.must('POST', '/teams', { name: `Passing ${Math.random()}` })
    await scene.must('POST', `/conversations/${id}/assign`, { teamId: team.id })
    return () => scene.must('DELETE', `/teams/${team.id}`)
  },
  'their team is removed, and a restricted one takes over': async (scene) => {
    const { id } = await scene.open()
    const team = await scene.must('POST', '/teams', { name: `Passing ${Math.random()}` })
    await scene.must('POST', `/conversations/${id}/assign`, { teamId: team.id })
    return () => scene.must('DELETE', `/teams/${team.id}?moveTo=${scene.restrictedTeamId}`)
  },
  'their restricted team is removed, and an open one takes over': async (scene) => {
    const { id } = await scene.open()
    const team = await scene.must('POST', '/teams', { name: `Passing ${Math.random()}`, isRestricted: true })
    await scene.must('POST', `/conversations/${id}/assign`, { teamId: team.id })
    return () => scene.must('DELETE', `/teams/${team.id}?moveTo=${scene.teamId}`)
  },
  'the customer writes again': async (scene) => {
    const { contact } = await scene.open()
    return () => scene.say(contact.name, 'And another thing')
  },
  'a new customer writes': async (scene) => () => scene.say(`newcomer ${Math.random()}`, 'Hello'),
  'the customer writes into a resolved one': async (scene) => {
    const { id, contact } = await scene.open()
    await scene.must('POST', `/conversations/${id}/status`, { status: 'resolved' })
    return () => scene.say(contact.name, 'Not solved at all')
  },
  'the customer writes into a snoozed one': async (scene) => {
    const { id, contact } = await scene.open()
    await scene.must('POST', `/conversations/${id}/snooze`, { until: 'reply' })
    return () => scene.say(contact.name, 'Here I am')
  },
  'the contact gets another name': async (scene) => {
    const { contact } = await scene.open()
    return () => scene.must('PATCH', `/contacts/${contact.id}`, { name: 'Lakshmi Narayanan', language: 'te' })
  },
  'two contacts are joined': async (scene) => {
    const [one, two] = [await scene.open(), await scene.open()]
    return () => scene.must('POST', `/contacts/${one.contact.id}/merge`, { intoId: two.contact.id })
  },
  'two contacts are taken apart': async (scene) => {
    const [one, two] = [await scene.open(), await scene.open()]
    const { mergeId } = await scene.must('POST', `/contacts/${one.contact.id}/merge`, { intoId: two.contact.id })
    return () => scene.must('POST', `/contact-merges/${mergeId}/undo`)
  },
  'a contact is erased': async (scene) => {
    const { contact } = await scene.open()
    return () => scene.must('POST', `/contacts/${contact.id}/erase`, { confirm: contact.name })
  },
}
