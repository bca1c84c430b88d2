export interface Trigger {
  kind: 'saved_reply' | 'mention'
  query: string
  /** Where the sign stands; what is picked replaces from here to the caret. */
  from: number
}

/**
 * What the words before the caret ask for: `/refund` a saved reply, `@an` a colleague (in notes). The sign must begin the text or follow a blank, so that
 * dates, fractions, addresses and e-mails ask for nothing. Pure.
 */
export function triggerAt(text: string, caret: number, isNote: boolean): Trigger | null {
  const before = text.slice(Math.max(0, caret - 60), caret)
  const found = /(?:^|[\s(])([/@])([^\s/@]{0,40})$/u.exec(before)
  if (!found) return null
  const [, sign, query = ''] = found
  if (sign === '@' && !isNote) return null
  return { kind: sign === '/' ? 'saved_reply' : 'mention', query, from: caret - query.length - 1 }
}
