import type { Presence as Person, ServerFrame } from '../../../contract/realtime.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { AgentActor } from '../context.ts'
import type { Bus } from '../events/bus.ts'
import { mayBeTold, type Hydrated } from './feed.ts'

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

export type PresenceFrame = Extract<ServerFrame, { type: 'presence' | 'typing' }>
export type PresenceListener = (workspaceId: WorkspaceId, frame: PresenceFrame, audience: Audience) => void

export interface Presence {
  enter(workspaceId: WorkspaceId, agent: AgentActor, conversationId: string, state: Person['state']): void
  leave(workspaceId: WorkspaceId, agent: AgentActor, conversationId: string): void
  agentTypes(workspaceId: WorkspaceId, agent: AgentActor, conversationId: string, isTyping: boolean): void
  contactTypes(workspaceId: WorkspaceId, contact: { id: string; name: string }, conversationId: string, isTyping: boolean): void
  onFrame(listener: PresenceListener): () => void
  /** Who is where and who types at this moment, for somebody who has just come; the caller judges by the audience who may be told. */
  now(workspaceId: WorkspaceId): { frame: PresenceFrame; audience: Audience }[]
  close(): void
}

/** May this agent be told who is in a conversation that so many may see? */
export const maySense = (agent: AgentActor, audience: Audience): boolean => mayBeTold(agent, { audience, onlyAgentId: null } as Hydrated)

/** Somebody not heard of for this long has gone (a lost connection says nothing); clients repeat themselves every 20 s. */
const forgottenAfterMs = 60_000
/** Who types says so again and again; after this silence they have stopped. Screens count the same. */
const typingMs = 8_000

interface Place {
  workspaceId: WorkspaceId
  conversationId: string
  audience: Audience
  people: Map<string, Person & { at: number }>
  typists: Map<string, Typist & { at: number }>
}

/**
 * Who looks at and writes in which conversation. `audienceOf` (agent null: the contact, in a conversation of their own) says who may be told; null when the agent may not see the conversation, and then nothing is said.
 */
export function createPresence(
  bus: Bus,
  audienceOf: (workspaceId: WorkspaceId, agent: AgentActor | null, conversationId: string) => Promise<{ audience: Audience } | null>,
): Presence {
  const places = new Map<string, Place>()
  const listeners = new Set<PresenceListener>()
  const tell: PresenceListener = (...args) => listeners.forEach((listener) => listener(...args))
  const peopleFrame = ({ conversationId, people }: Place): PresenceFrame => ({
    type: 'presence',
    conversationId,
    people: [...people.values()].map(({ at: _, ...person }) => person),
  })

  function forget(key: string, place: Place): boolean {
    const before = place.people.size
    for (const [id, { at }] of place.people) if (Date.now() - at > forgottenAfterMs) place.people.delete(id)
    for (const [id, { at }] of place.typists) if (Date.now() - at > typingMs) place.typists.delete(id)
    if (place.people.size + place.typists.size === 0) places.delete(key)
    return place.people.size < before
  }

  const off = bus.on('ephemeral', (workspaceId, value) => {
    const word = value as Word
    if (word.kind !== 'presence' && word.kind !== 'typing') return
    const { conversationId, audience } = word
    const key = `${workspaceId} ${conversationId}`
    const place: Place = places.get(key) ?? { workspaceId, conversationId, audience, people: new Map(), typists: new Map() }
    places.set(key, place)
    place.audience = audience
    const at = Date.now()
    if (word.kind === 'typing') {
      if (word.isTyping) place.typists.set(word.who.id, { ...word.who, at })
      else place.typists.delete(word.who.id)
    } else if (word.state === 'gone') {
      place.people.delete(word.agentId)
      place.typists.delete(word.agentId)
    } else place.people.set(word.agentId, { agentId: word.agentId, name: word.name, state: word.state, at })
    forget(key, place)
    if (word.kind === 'typing') tell(workspaceId, { type: 'typing', conversationId, who: word.who, isTyping: word.isTyping }, audience)
    else tell(workspaceId, peopleFrame(place), audience)
  })
  // A laptop that was shut says no goodbye.
  const sweep = setInterval(() => {
    for (const [key, place] of places) if (forget(key, place)) tell(place.workspaceId, peopleFrame(place), place.audience)
  }, forgottenAfterMs / 4)
  sweep.unref()

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
    now(workspaceId) {
      const here = [...places].filter(([, place]) => place.workspaceId === workspaceId)
      return here.flatMap(([key, place]) => {
        forget(key, place)
        const typing = [...place.typists.values()].map(({ at: _, ...who }): PresenceFrame => ({
          type: 'typing',
          conversationId: place.conversationId,
          who,
          isTyping: true,
        }))
        const frames = place.people.size > 0 ? [peopleFrame(place), ...typing] : typing
        return frames.map((frame) => ({ frame, audience: place.audience }))
      })
    },
    close() {
      clearInterval(sweep)
      off()
    },
  }
}
