/** The parts messages are loaded by. What only some screens say comes with those screens (`needMessages`); `core` is there from the start. */
export const messageParts = ['core', 'form', 'setup', 'customers', 'me', 'entry'] as const
export type MessagePartName = (typeof messageParts)[number]

/** The part an id belongs to: its first word, where that is a part. */
export function partOfMessage(id: string): MessagePartName {
  const word = id.slice(0, id.indexOf('.'))
  return messageParts.find((part) => part === word) ?? 'core'
}
