/** What a message may be given: the values of its variables. */
export type MessageValues = Record<string, string | number | boolean | Date | null | undefined>

type Choices = Record<string, MessagePart[]>
/** A piece of a compiled message: text, 0 for the number of the plural around it, or a variable: as it is, as a number, or choosing between pieces. */
export type MessagePart = string | 0 | [name: string] | [name: string, kind: 'number'] | [name: string, kind: 'select' | 'plural', choices: Choices]
/** A message without variables is its text; any other its pieces. The build makes them (`compile-message.ts`), so the browser parses nothing. */
export type Message = string | MessagePart[]

/** Dates, numbers and messages as one language and region writes them. */
export interface Wording {
  locale: string
  /** Without options: the date in figures. */
  formatDate(at: Date | string | number, options?: Intl.DateTimeFormatOptions): string
  /** Without options: hours and minutes. */
  formatTime(at: Date | string | number, options?: Intl.DateTimeFormatOptions): string
  formatNumber(value: number, options?: Intl.NumberFormatOptions): string
  formatRelativeTime(value: number, unit: Intl.RelativeTimeFormatUnit): string
  formatMessage(message: Message, values?: MessageValues): string
}

/** Makes the formatters of a language; each is made once, for making one costs more than using it. Pure. */
export function createWording(locale: string): Wording {
  const kept = new Map<string, unknown>()
  const keep = <F>(kind: string, options: object | undefined, make: () => F): F => {
    const key = kind + (options ? JSON.stringify(options) : '')
    if (!kept.has(key)) kept.set(key, make())
    return kept.get(key) as F
  }
  const formatDate = (at: Date | string | number, options?: Intl.DateTimeFormatOptions) =>
    keep('date', options, () => new Intl.DateTimeFormat(locale, options)).format(new Date(at))
  const formatNumber = (value: number, options?: Intl.NumberFormatOptions) =>
    keep('number', options, () => new Intl.NumberFormat(locale, options)).format(value)

  function draw(parts: readonly MessagePart[], values: MessageValues, count: number): string {
    return parts.map((part) => (typeof part === 'string' ? part : part === 0 ? formatNumber(count) : drawVariable(part, values))).join('')
  }
  function drawVariable(part: Exclude<MessagePart, string | 0>, values: MessageValues): string {
    const value = values[part[0]]
    if (part.length === 1) return value === null || value === undefined ? '' : String(value)
    if (part.length === 2) return formatNumber(Number(value))
    const [, kind, choices] = part
    const count = Number(value)
    const chosen =
      kind === 'select'
        ? choices[String(value)]
        : (choices[`=${count}`] ?? choices[keep('plural', undefined, () => new Intl.PluralRules(locale)).select(count)])
    return draw(chosen ?? choices.other ?? [], values, count)
  }

  return {
    locale,
    formatDate,
    formatTime: (at, options = { hour: 'numeric', minute: 'numeric' }) => formatDate(at, options),
    formatNumber,
    formatRelativeTime: (value, unit) => keep('relative', undefined, () => new Intl.RelativeTimeFormat(locale)).format(value, unit),
    formatMessage: (message, values = {}) => (typeof message === 'string' ? message : draw(message, values, 0)),
  }
}
