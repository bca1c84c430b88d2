import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import type { Message, MessagePart } from './intl.ts'

/**
 * Compiles an ICU message for `intl.ts`. Runs in the build and in tests, never in the browser. Throws for what that formatter does not draw: dates and
 * times (give them as text, formatted), markup, ordinals, plural offsets.
 */
export function compileMessage(message: string): Message {
  const parts = compileParts(parse(message))
  return parts.every((part) => typeof part === 'string') ? parts.join('') : parts
}

function compileParts(elements: MessageFormatElement[]): MessagePart[] {
  return elements.map((element): MessagePart => {
    if (element.type === TYPE.literal) return element.value
    if (element.type === TYPE.pound) return 0
    if (element.type === TYPE.argument) return [element.value]
    if (element.type === TYPE.number && !element.style) return [element.value, 'number']
    if (element.type === TYPE.select || (element.type === TYPE.plural && element.pluralType === 'cardinal' && !element.offset)) {
      const choices = Object.fromEntries(Object.entries(element.options).map(([name, option]) => [name, compileParts(option.value)]))
      return [element.value, element.type === TYPE.select ? 'select' : 'plural', choices]
    }
    throw new Error(`A message uses what the console cannot draw: ${JSON.stringify(element)}`)
  })
}
