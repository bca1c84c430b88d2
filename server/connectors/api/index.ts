import { z } from 'zod'
import { readJson, type Connector, type InboundItem } from '../connector.ts'

const StoredCall = z.object({
  externalId: z.string(),
  from: z.object({ id: z.string(), name: z.string(), email: z.string().optional(), phone: z.string().optional() }),
  text: z.string(),
  at: z.iso.datetime().optional(),
})

const settings = z.object({})

/** Any other channel: a company's own program gives us messages by REST and reads the answers from the event stream or a webhook. */
export const api: Connector<z.infer<typeof settings>> = {
  name: 'api',
  channel: 'api',
  settings,
  capabilities: {
    longestText: { count: 100_000, unit: 'characters' },
    attachments: { maxBytes: 25 * 1024 * 1024, maxCount: 50 },
    receipts: [],
    hasTyping: false,
    canStart: false,
    isPublic: false,
    isIdempotent: true,
    holdSeconds: 0,
    costClass: 'free',
  },
  receive(raw): InboundItem[] {
    const call = StoredCall.safeParse(readJson(raw.body))
    if (!call.success) return [{ kind: 'unreadable', reason: 'not a message of the api connector' }]
    const { externalId, from, text, at } = call.data
    return [
      {
        kind: 'message',
        externalId,
        fingerprint: null,
        from: { kind: 'external', address: from.id, name: from.name, language: null },
        claims: [
          ...(from.email ? [{ kind: 'email' as const, address: from.email }] : []),
          ...(from.phone ? [{ kind: 'phone' as const, address: from.phone }] : []),
        ],
        at: at ? new Date(at) : raw.receivedAt,
        subject: null,
        text,
        quotedText: '',
        html: null,
        files: [],
        clues: [],
        references: { own: [], named: [], threadRoot: null },
        recipients: null,
        others: [],
        classification: 'message',
        mayAutoReply: true,
        flags: [],
        clientKey: null,
      },
    ]
  },
  send: null,
}
