import type { Presence as Person, ServerFrame } from '../../../contract/realtime.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { AgentActor } from '../context.ts'
import type { Bus } from '../events/bus.ts'

type Audience = { teamId: string | null; assigneeId: string | null } | null
export interface Typist {
  kind: 'agent' | 'contact'
  id: string
  name: string
}
/** What processes tell each other; nothing of it is stored. */
type Word =
  | { kind: 'presence'; conversationId: string; audience: Audience; agentId: string; name: string; state: Person['state'] | 'gone' }
  | { kind: 'typing'; conversationId: string; audience: Audience; who: Typist; isTyping: boolean }

export type PresenceListener = (workspaceId: WorkspaceId, frame: Extract<ServerFrame, { type: 'presence' | 'typing' }>, audience: Audience) => void

export interface Presence {
  enter(workspaceId: WorkspaceId, agent: AgentActor, conversationId: string, state: Person['state']): void
  leave(workspaceId: WorkspaceId, agent: AgentActor, conversationId: string): void
  agentTypes(workspaceId: WorkspaceId, agent: AgentActor, conversationId: string, isTyping: boolean): void
  contactTypes(workspaceId: WorkspaceId, contact: { id: string; name: string }, conversationId: string, isTyping: boolean): void
  onFrame(listener: PresenceListener): () => void
  close(): void
}

/** Somebody not heard of for this long has gone (a lost connection says nothing); clients repeat themselves every 20 s. */
const forgottenAfterMs = 60_000

/**
 * Who looks at and writes in which conversation. `audienceOf` (agent null: the contact, in a conversation of their own) says who may be told; null when the agent may not see the conversation, and then nothing is said.
 */
export function createPresence(
  bus: Bus,
  audienceOf: (workspaceId: WorkspaceId, agent: AgentActor | null, conversationId: string) => Promise<{ audience: Audience } | null>,
): Presence {
  const people = new Map<string, Map<string, Person & { at: number }>>()
  const listeners = new Set<PresenceListener>()
  const tell: PresenceListener = (...args) => listeners.forEach((listener) => listener(...args))

  const off = bus.on('ephemeral', (workspaceId, value) => {
    const word = value as Word
    if (word.kind === 'typing')
      return tell(workspaceId, { type: 'typing', conversationId: word.conversationId, who: word.who, isTyping: word.isTyping }, word.audience)
    if (word.kind !== 'presence') return
    const key = `${workspaceId} ${word.conversationId}`
    const here = people.get(key) ?? new Map<string, Person & { at: number }>()
    if (word.state === 'gone') here.delete(word.agentId)
    else here.set(word.agentId, { agentId: word.agentId, name: word.name, state: word.state, at: Date.now() })
    for (const [id, person] of here) if (Date.now() - person.at > forgottenAfterMs) here.delete(id)
    if (here.size === 0) people.delete(key)
    else people.set(key, here)
    tell(
      workspaceId,
      { type: 'presence', conversationId: word.conversationId, people: [...here.values()].map(({ at: _, ...person }) => person) },
      word.audience,
    )
  })

  const say = async (workspaceId: WorkspaceId, agent: AgentActor | null, conversationId: string, make: (audience: Audience) => Word) => {
    const seen = await audienceOf(workspaceId, agent, conversationId).catch(() => null)
    if (seen) bus.say('ephemeral', workspaceId, make(seen.audience))
  }
  return {
    enter: (workspaceId, agent, conversationId, state) =>
      void say(workspaceId, agent, conversationId, (audience) => ({
        kind: 'presence',
        conversationId,
        audience,
        agentId: agent.id,
        name: agent.name,
        state,
      })),
    leave: (workspaceId, agent, conversationId) =>
      void say(workspaceId, agent, conversationId, (audience) => ({
        kind: 'presence',
        conversationId,
        audience,
        agentId: agent.id,
        name: agent.name,
        state: 'gone',
      })),
    agentTypes: (workspaceId, agent, conversationId, isTyping) =>
      void say(workspaceId, agent, conversationId, (audience) => ({
        kind: 'typing',
        conversationId,
        audience,
        who: { kind: 'agent', id: agent.id, name: agent.name },
        isTyping,
      })),
    contactTypes: (workspaceId, contact, conversationId, isTyping) =>
      void say(workspaceId, null, conversationId, (audience) => ({
        kind: 'typing',
        conversationId,
        audience,
        who: { kind: 'contact', ...contact },
        isTyping,
      })),
    onFrame(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: off,
  }
}
