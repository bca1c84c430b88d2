import { decodeUuid, encodeUuid, isSignedBy, sign, tokenLength, type SigningKeys } from './signing.ts'

const pattern = new RegExp(`sv1-([a-z2-7]{${tokenLength}})([a-z2-7]{${tokenLength}})(?![a-z2-7])`, 'gi')
const quotedLimit = 1_000_000

/** Signed token of a conversation for the foot of a mail: it comes back in the quoted text when every header was lost on the way. */
export function makeMarker(conversationId: string, keys: SigningKeys): string {
  return `sv1-${encodeUuid(conversationId)}${sign('marker', [conversationId], keys[0])}`
}

/** Conversations whose valid marker occurs in a subject or body, each once; a token broken by re-wrapped quotes is put together. */
export function readMarkers(texts: readonly (string | null)[], keys: SigningKeys): string[] {
  const found = new Set<string>()
  for (const text of texts) {
    if (!text) continue
    const whole = text.slice(0, quotedLimit)
    if (!/sv1-/i.test(whole)) continue
    for (const version of [whole, whole.replace(/(?:=\r?\n|\r?\n[ \t>|]*|[\u00ad\u200b-\u200d\u2060])/g, '')]) {
      for (const [, uuid, signature] of version.matchAll(pattern)) {
        const conversationId = decodeUuid(uuid!)
        if (conversationId && isSignedBy(signature!, 'marker', [conversationId], keys)) found.add(conversationId)
      }
    }
  }
  return [...found]
}
