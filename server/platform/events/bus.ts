import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { Log } from '../log.ts'

/**
 * What one process tells the others, and itself: that there is something to read (`events` up to a number, `inbound` to take in, `inboxes` to poll otherwise), or something
 * that is nowhere stored (`ephemeral`: typing, presence). Announcements may be lost; readers also look by themselves now and then.
 */
export interface Bus {
  announce(topic: 'events' | 'inbound' | 'inboxes', workspaceId: WorkspaceId, number: number): void
  say(topic: 'ephemeral', workspaceId: WorkspaceId, value: unknown): void
  on(topic: Topic, listener: Listener): () => void
  /** Connects to the other processes; without it the bus works within this one. */
  connect(connectionString: string): void
  close(): Promise<void>
}
export type Topic = 'events' | 'inbound' | 'inboxes' | 'ephemeral'
export type Listener = (workspaceId: WorkspaceId, value: unknown) => void

/** NOTIFY in a busy transaction serialises commits, so one debounced notifier speaks for the process, outside any transaction. */
const debounceMs = 10
/** Each NOTIFY wakes every process: a busy one speaks no more often than this. */
const paceMs = 40
const channel = 'samvad_bus'

interface Word {
  topic: Topic
  workspaceId: WorkspaceId
  value: unknown
}

export function createBus(log: Log): Bus {
  const id = randomUUID()
  const listeners = new Map<Topic, Set<Listener>>()
  const waiting = new Map<string, Word>()
  let timer: NodeJS.Timeout | null = null
  let client: pg.Client | null = null
  let connection: string | null = null
  let isClosed = false

  const tell = ({ topic, workspaceId, value }: Word) => {
    for (const listener of listeners.get(topic) ?? []) listener(workspaceId, value)
  }

  let spokeAt = 0
  const flush = () => {
    timer = null
    spokeAt = performance.now()
    if (!client) return waiting.clear()
    const words = [...waiting.values()]
    waiting.clear()
    // A notification carries 8,000 bytes at most.
    for (let at = 0; at < words.length; at += 40) {
      const text = JSON.stringify({ id, words: words.slice(at, at + 40) })
      if (text.length < 7_900)
        client.query('select pg_notify($1, $2)', [channel, text]).catch((error: Error) => log.warn({ error: error.message }, 'bus cannot speak'))
    }
  }
  const send = (key: string, word: Word) => {
    tell(word)
    if (!connection) return
    waiting.set(key, word)
    timer ??= setTimeout(flush, Math.max(debounceMs, spokeAt + paceMs - performance.now()))
  }

  async function listen(): Promise<void> {
    while (!isClosed && connection) {
      // Pipelined: a slow answer to one notification does not hold up the next.
      const next = new pg.Client({ connectionString: connection, application_name: 'samvad-bus', pipeline: true } as pg.ClientConfig)
      const ended = new Promise<void>((resolve) => void next.once('end', () => resolve()))
      next.on('error', () => {})
      next.on('notification', ({ payload }) => {
        const said = JSON.parse(payload ?? '{}') as { id: string; words: Word[] }
        if (said.id !== id) said.words.forEach(tell)
      })
      try {
        await next.connect()
        await next.query(`listen ${channel}`)
        client = next
        await ended
      } catch {
        await next.end().catch(() => {})
      }
      client = null
      if (!isClosed) await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  return {
    announce: (topic, workspaceId, number) => send(`${topic}:${workspaceId}`, { topic, workspaceId, value: number }),
    say: (topic, workspaceId, value) => send(randomUUID(), { topic, workspaceId, value }),
    on(topic, listener) {
      const set = listeners.get(topic) ?? new Set()
      listeners.set(topic, set.add(listener))
      return () => void set.delete(listener)
    },
    connect(connectionString) {
      connection = connectionString
      void listen()
    },
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
