import { escapeHtml } from '../../../platform/html/index.ts'

/** HTML that was made by `html`: everything put into it was escaped, unless it was such HTML itself. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}
type Part = Html | string | number | null | undefined | false | readonly Part[]

const render = (part: Part): string => {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  return Array.isArray(part) ? part.map(render).join('') : escapeHtml(String(part))
}

/** A template of HTML. Values are escaped for text and quoted attributes; null and false leave nothing. */
export const html = (strings: TemplateStringsArray, ...values: Part[]): Html =>
  new Html(strings.reduce((text, string, at) => text + (at > 0 ? render(values[at - 1]) : '') + string, ''))

/** JSON inside a script element: no character can end the element or begin a comment in it. */
export const jsonFor = (value: unknown): Html => new Html(JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')) // oxfmt-ignore
