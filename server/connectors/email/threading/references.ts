/** Most mail programs read no more, and long headers are cut or refused on the way. */
const idLimit = 20
/** RFC 5322 §2.1.1: a line has at most 998 characters; the name of the field and its folding are counted in. */
const lengthLimit = 998

/** A mail that is answered, as it was stored. Ids without angle brackets. */
export interface AnsweredMail {
  messageId: string | null
  inReplyTo: readonly string[]
  references: readonly string[]
}

/**
 * In-Reply-To and References of a reply (RFC 5322 §3.6.4): the answered mail's References and its Message-ID; without References its
 * only In-Reply-To takes their place. Too long a list loses its middle: the root and the nearest mails are what programs thread by.
 */
export function makeReplyReferences(answered: AnsweredMail): { inReplyTo: string | null; references: string[] } {
  const soleParent = answered.inReplyTo.length === 1 ? [...answered.inReplyTo] : []
  const ancestors = answered.references.length > 0 ? [...answered.references] : soleParent
  const chain = [...ancestors, answered.messageId].filter((id): id is string => id !== null && isPlainId(id))
  const lastPlace = new Map(chain.map((id, place) => [id, place]))
  return {
    inReplyTo: answered.messageId && isPlainId(answered.messageId) ? answered.messageId : null,
    references: trimReferences(chain.filter((id, place) => lastPlace.get(id) === place)),
  }
}

/** The first id and as many of the last as fit into 20 ids and one line; the middle goes. */
export function trimReferences(ids: readonly string[]): string[] {
  const room = lengthLimit - 'References:'.length
  const lengthOf = (list: readonly string[]) => list.reduce((sum, id) => sum + id.length + 3, 0)
  const kept = ids.length > idLimit ? [ids[0]!, ...ids.slice(1 - idLimit)] : [...ids]
  while (kept.length > 2 && lengthOf(kept) > room) kept.splice(1, 1)
  while (kept.length > 1 && lengthOf(kept) > room) kept.shift()
  return kept
}

/** The value of a References header, folded so that no line passes 78 characters where ids allow. */
export const formatReferences = (ids: readonly string[]) => ids.map((id) => `<${id}>`).join('\r\n ')

/** Ids come from strangers: nothing that could break out of a header. */
const isPlainId = (id: string) => /^[\x21-\x3b=\x3f-\x7e\u00a0-\u{10ffff}]{1,500}$/u.test(id)
