import type { Conversation } from '../../../contract/conversation.ts'

/** The rows of one list. `waiting` are new ones kept back while somebody points into the list, newest last. */
export interface Rows {
  ids: readonly string[]
  waiting: readonly string[]
  /** There is more on the server after the last row. */
  hasMore: boolean
}

export interface Rule {
  matches: boolean | null
  compare(a: Conversation, b: Conversation): number
  find(id: string): Conversation | undefined
  /** The pointer or the focus is in the list: rows keep their places. */
  isHeld: boolean
}

/**
 * Puts a changed conversation where it belongs: in, out, or elsewhere. While the list is held nothing moves; what is new waits behind the pill, and what
 * no longer belongs stays until the hold ends. A row of which the record does not tell (`matches` null) stays if it is there and is not added. Pure.
 */
export function placeInRows(rows: Rows, conversation: Conversation, rule: Rule): Rows {
  const { id } = conversation
  const isShown = rows.ids.includes(id)
  const isWaiting = rows.waiting.includes(id)
  if (rule.matches === false) {
    if (isWaiting) return { ...rows, waiting: rows.waiting.filter((one) => one !== id) }
    return isShown && !rule.isHeld ? withoutRow(rows, id) : rows
  }
  if (rule.matches === null && !isShown) return rows
  if (rule.isHeld) return isShown || isWaiting || isBeyond(rows, conversation, rule) ? rows : { ...rows, waiting: [...rows.waiting, id] }
  if (!isShown && isBeyond(rows, conversation, rule)) return rows
  return {
    ...rows,
    ids: insert(
      rows.ids.filter((one) => one !== id),
      conversation,
      rule,
    ),
    waiting: rows.waiting.filter((one) => one !== id),
  }
}

/** Takes a row out at once: the agent did it and expects to see it go. Pure. */
export function withoutRow(rows: Rows, id: string): Rows {
  if (!rows.ids.includes(id) && !rows.waiting.includes(id)) return rows
  return { ...rows, ids: rows.ids.filter((one) => one !== id), waiting: rows.waiting.filter((one) => one !== id) }
}

/** The hold has ended: what waited comes in, what no longer belongs goes, and the order is right again. Pure. */
export function settleRows(rows: Rows, belongs: (conversation: Conversation) => boolean, rule: Pick<Rule, 'compare' | 'find'>): Rows {
  const all = [...new Set([...rows.ids, ...rows.waiting])]
  const kept = all.flatMap((id) => rule.find(id) ?? []).filter(belongs)
  const ids = kept.toSorted(rule.compare).map((one) => one.id)
  return rows.waiting.length === 0 && ids.length === rows.ids.length && ids.every((id, index) => id === rows.ids[index])
    ? rows
    : { ...rows, ids, waiting: [] }
}

/** It sorts after the last loaded row while the server has more: it will come with its page. */
function isBeyond(rows: Rows, conversation: Conversation, rule: Rule): boolean {
  const last = rows.ids.length > 0 ? rule.find(rows.ids.at(-1)!) : undefined
  return rows.hasMore && last !== undefined && rule.compare(conversation, last) > 0
}

function insert(ids: readonly string[], conversation: Conversation, rule: Rule): string[] {
  const at = ids.findIndex((id) => {
    const other = rule.find(id)
    return other !== undefined && rule.compare(conversation, other) < 0
  })
  return ids.toSpliced(at < 0 ? ids.length : at, 0, conversation.id)
}
