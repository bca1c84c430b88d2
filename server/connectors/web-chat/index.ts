import { z } from 'zod'
import { readJson, type Connector, type InboundItem } from '../connector.ts'

/** What the chat stores for one message of a visitor; written by our own route after the token was checked, so it is believed. */
export const StoredWords = z.object({
  clientKey: z.string(),
  visitorId: z.string(),
  name: z.string(),
  /** Signed by the host page: who the visitor is there. */
  signed: z.object({ kind: z.enum(['email', 'external']), address: z.string() }).nullable(),
  language: z.string().nullable(),
  text: z.string(),
  files: z.array(z.object({ id: z.string(), name: z.string(), contentType: z.string() })),
  writtenAt: z.iso.datetime(),
  page: z.string().nullable(),
  wantsPerson: z.boolean().default(false),
  /** Speaks as a contact whose address is proved, from a browser that has proved nothing: agents should look twice. */
  isUnproven: z.boolean().default(false),
})
/** As written by the chat's route; the defaults are for older stored forms. */
export type StoredWords = z.infer<typeof StoredWords>

export const settings = z.object({
  siteUrl: z.string().max(500).default(''),
  greeting: z.string().max(500).default(''),
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .default('#00616A'),
  locale: z.string().max(10).default('en'),
  contactEmail: z.string().max(320).default(''),
  contactPhone: z.string().max(40).default(''),
  /** With it the host page signs who its logged-in people are; made by us, shown to the admin once. */
  identitySecret: z.string().min(32).optional().meta({ secret: true }),
  /** What comes in belongs to the demo and goes with it. */
  isDemo: z.boolean().optional(),
})
export type WebChatSettings = z.infer<typeof settings>

/** Our own chat on a company's site. Nothing has to be sent: the visitor's browser reads the same log as the agents. */
export const webChat: Connector<WebChatSettings> = {
  name: 'web-chat',
  channel: 'chat',
  settings,
  capabilities: {
    longestText: { count: 20_000, unit: 'characters' },
    attachments: { maxBytes: 10 * 1024 * 1024, maxCount: 10 },
    receipts: ['delivered', 'read'],
    hasTyping: true,
    canStart: false,
    isPublic: false,
    isIdempotent: true,
    holdSeconds: 0,
    costClass: 'free',
  },
  receive(raw): InboundItem[] {
    const words = StoredWords.safeParse(readJson(raw.body))
    if (!words.success) return [{ kind: 'unreadable', reason: 'not words of a visitor' }]
    const { clientKey, visitorId, name, language, text, files, writtenAt, wantsPerson, isUnproven } = words.data
    return [
      {
        kind: 'message',
        externalId: `${visitorId}:${clientKey}`,
        fingerprint: null,
        from: { kind: 'visitor', address: visitorId, name, language, evidence: 'wrote_from' },
        at: new Date(writtenAt),
        subject: null,
        text,
        quotedText: '',
        html: null,
        files: files.map((file) => ({
          name: file.name,
          contentType: file.contentType,
          content: { fileId: file.id },
          contentId: null,
          isInline: false,
        })),
        clues: [],
        references: { own: [], named: [], threadRoot: null },
        recipients: null,
        others: [],
        classification: 'message',
        mayAutoReply: true,
        flags: [...(wantsPerson ? ['wants_person'] : []), ...(isUnproven ? ['unverified_sender'] : [])],
        clientKey,
      },
    ]
  },
  send: null,
}
