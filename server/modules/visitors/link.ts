import { z } from 'zod'
import type { InstanceKeys } from '../../platform/secrets/instance-keys.ts'
import { signPayload, verifyPayload } from '../../platform/secrets/tokens.ts'

/**
 * What a link in a mail proves to whoever opens it: that they read the mail of this address. `identityId` names an address we know, `email` one that
 * was only typed so far.
 */
const Continue = z.object({
  workspaceId: z.uuid(),
  contactId: z.uuid(),
  identityId: z.uuid().nullable(),
  email: z.email().nullable(),
  conversationId: z.uuid().nullable(),
  /** Whoever asked for the link had proved to be the contact. */
  isProven: z.boolean().default(false),
})
export type Continue = z.input<typeof Continue>

const purpose = 'continue'
export const linkDays = 7

/** A signed link, good for a week. It goes into the fragment of an address, which browsers send to nobody and servers never log. */
export const writeLink = (content: Continue, keys: InstanceKeys, now: Date): string =>
  signPayload(content, purpose, new Date(now.getTime() + linkDays * 86_400_000), keys)

export function readLink(token: string, keys: InstanceKeys, now: Date): Continue | null {
  const content = Continue.safeParse(verifyPayload(token, purpose, keys, now))
  return content.success ? content.data : null
}

/** The address of the chat's own page, with the link. */
export const linkAddress = (publicUrl: string, key: string, token: string): string => `${publicUrl}/talk/${encodeURIComponent(key)}#link=${token}`
