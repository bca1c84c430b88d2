import type { TimelineItem } from '../../../../contract/conversation.ts'

const variable = /\{\{\s*([a-z][\w.]*)\s*\}\}/gi
/** Two to five capitals and a number, as shops number their orders: LT-10458, INV 20391. */
const orderNumber = /(?<![\p{L}\d])[A-Z]{2,5}[- ]?\d{4,10}(?![\p{L}\d])/u

/** What a saved reply may ask for: `{{customer.name}}`, `{{customer.firstName}}`, `{{agent.name}}`, `{{agent.firstName}}`, `{{order.number}}`. Pure. */
export function knownVariables(customer: string, agent: string, items: readonly Pick<TimelineItem, 'direction' | 'text'>[]): Record<string, string> {
  const order = items
    .toReversed()
    .filter((item) => item.direction === 'in')
    .flatMap((item) => orderNumber.exec(item.text)?.[0] ?? [])[0]
  const first = (name: string) => name.trim().split(/\s+/)[0] ?? ''
  return {
    'customer.name': customer.trim(),
    'customer.firstname': first(customer),
    'agent.name': agent.trim(),
    'agent.firstname': first(agent),
    'order.number': order ?? '',
  }
}

/** Puts in what is known; what is not stays for the writer to fill in. Pure. */
export const fillVariables = (text: string, known: Record<string, string>): string =>
  text.replaceAll(variable, (whole, name: string) => known[name.toLowerCase()] || whole)

/** Where the first variable stands that nobody has filled in; such words must not reach a customer. Pure. */
export function firstUnfilled(text: string): { from: number; to: number; name: string } | null {
  const found = new RegExp(variable.source, 'i').exec(text)
  return found && { from: found.index, to: found.index + found[0].length, name: found[0] }
}
