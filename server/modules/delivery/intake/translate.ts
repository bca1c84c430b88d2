import type { Connector, InboundFile, InboundItem, InboundMessage } from '../../../connectors/connector.ts'
import type { FileStore } from '../../../platform/files/file-store.ts'
import { storableText } from '../../../platform/database/insert-rows.ts'

/** One raw arrival, as claimed. */
export interface Claimed {
  id: string
  inboxId: string
  headers: Record<string, string>
  body: Uint8Array
  source: string
  receivedAt: Date
}

export interface InboxForIntake {
  id: string
  connector: Connector
  settings: Record<string, unknown>
  name: string
  address: string
  channel: 'email' | 'chat' | 'api'
  teamId: string | null
}

/** What translating needs from the house. */
export interface Translating {
  workspaceId: string
  now: Date
  secretFor(purpose: string): Uint8Array
  putFiles: FileStore['putMany']
  sanitiseHtml(html: string): string
  detectLanguage(text: string): string | null
}

/** A file that lies in the store already. */
export interface StoredFile {
  /** The record of a file uploaded before (chat); null for one that came with the message. */
  fileId: string | null
  sha256: string
  sizeBytes: number
  contentType: string
  name: string
  contentId: string | null
  isInline: boolean
}
export type ReadyMessage = Omit<InboundMessage, 'files'> & { files: StoredFile[]; language: string | null }
export type ReadyItem = Exclude<InboundItem, { kind: 'message' }> | ReadyMessage
export interface Translated {
  claimed: Claimed
  inbox: InboxForIntake
  items: ReadyItem[]
}

/** People read no more than this; the rest stays in the raw form. */
const longestText = 500_000
/** A language shows in its first sentences; reading on costs more than everything else that is done to a chat message. */
const tellingText = 400

/** Raw form to items, outside any transaction: the costly part. What a connector throws is a defect of ours, and the raw form waits in quarantine. */
export async function translate(claimed: Claimed, inbox: InboxForIntake, host: Translating): Promise<Translated> {
  const { workspaceId, now, secretFor } = host
  let items: InboundItem[]
  try {
    items = inbox.connector.receive({ headers: claimed.headers, body: claimed.body, receivedAt: claimed.receivedAt }, inbox.settings, {
      now,
      secretFor,
      inbox: { workspaceId, inboxId: inbox.id, name: inbox.name, address: inbox.address },
    })
  } catch (error) {
    items = [{ kind: 'unreadable', reason: `defect: ${(error as Error).message.slice(0, 300)}` }]
  }
  if (items.length === 0) items = [{ kind: 'ignored', reason: 'empty', classification: null }]
  return { claimed, inbox, items: await Promise.all(items.map((item) => (item.kind === 'message' ? makeReady(item, claimed, host) : item))) }
}

async function makeReady(item: InboundMessage, claimed: Claimed, host: Translating): Promise<ReadyMessage> {
  const text = storableText(item.text).slice(0, longestText)
  const files = await storeFiles(item.files, host)
  return {
    ...item,
    text,
    quotedText: storableText(item.quotedText).slice(0, longestText),
    subject: item.subject === null ? null : storableText(item.subject).slice(0, 2000),
    html: item.html === null ? null : storableText(host.sanitiseHtml(item.html)),
    files,
    // An imported mail keeps its own date; a live one is placed where it arrived, since senders' clocks are often wrong.
    at: claimed.source === 'import' && item.at < host.now ? item.at : claimed.receivedAt,
    language: item.from.language ?? host.detectLanguage(text.slice(0, tellingText)),
  }
}

async function storeFiles(given: readonly InboundFile[], host: Translating): Promise<StoredFile[]> {
  const named = given.map((file) => ({ ...file, name: storableText(file.name).slice(0, 500) || 'file' }))
  const fresh = named.flatMap(({ content, name }) => (content instanceof Uint8Array ? [{ bytes: content, hints: { name } }] : []))
  const stored = (await host.putFiles(host.workspaceId, fresh)).values()
  return named.map(({ name, contentId, isInline, content, contentType }) => {
    const rest = { name, contentId, isInline }
    if (!(content instanceof Uint8Array)) return { ...rest, fileId: content.fileId, sha256: '', sizeBytes: 0, contentType }
    const { sha256, sizeBytes, contentType: found } = stored.next().value!
    return { ...rest, fileId: null, sha256, sizeBytes, contentType: found === 'application/octet-stream' ? contentType : found }
  })
}
