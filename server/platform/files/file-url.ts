import type { InstanceKeys } from '../secrets/instance-keys.ts'
import { signPayload, verifyPayload } from '../secrets/tokens.ts'

/** A file as one person may see it: `actor` is the agent, visitor or token for whom the link was made. */
export interface FileRef {
  workspaceId: string
  fileId: string
  actor: string
}

const purpose = 'file-url'
const longestMs = 5 * 60_000

/**
 * A path (`/files/…`) that shows one file to one actor for at most five minutes. It proves only that we made it: whoever serves it still asks whether the
 * actor may see the file now, so that a removed agent's links are dead at once. Throws a RangeError for a longer life.
 */
export function signFileUrl(ref: FileRef, keys: InstanceKeys, expiresAt: Date, now: Date = new Date()): string {
  if (expiresAt.getTime() - now.getTime() > longestMs) throw new RangeError('a file link lives five minutes at most')
  return `/files/${signPayload([ref.workspaceId, ref.fileId, ref.actor], purpose, expiresAt, keys)}`
}

/** What a path made by `signFileUrl` (or the part after `/files/`) leads to; null when it is changed, expired or not ours. */
export function readFileUrl(path: string, keys: InstanceKeys, now: Date): FileRef | null {
  const payload = verifyPayload(path.replace(/^\/files\//, ''), purpose, keys, now)
  if (!Array.isArray(payload) || payload.length !== 3 || !payload.every((part) => typeof part === 'string')) return null
  const [workspaceId, fileId, actor] = payload as [string, string, string]
  return { workspaceId, fileId, actor }
}
