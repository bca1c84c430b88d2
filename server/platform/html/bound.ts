/** Parsers keep the open elements in a list and search it; browsers flatten at 512. Elements nested deeper than this lose their tags, not their words. */
const deepest = 256
const mostTags = 120_000
const mostText = 3_000_000
const mostInput = 20_000_000

const voidElements = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])
const rawElements = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes'])
/** A start tag that ends an open element of these names without an end tag. */
const impliedEnds: Record<string, string[]> = {
  p: ['p'],
  li: ['li'],
  dd: ['dd', 'dt'],
  dt: ['dd', 'dt'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['td', 'th', 'tr'],
  option: ['option'],
}

interface Open {
  name: string
  dropped: boolean
}

/**
 * The same HTML with bounded nesting, bounded tags, bounded text and no stray end tags, so that every parser behind it is linear.
 * It decides nothing about safety. `cut`: the end was left out because the mail passed a bound.
 */
export function boundHtml(html: string): { html: string; cut: boolean } {
  return new Bounder(html.length > mostInput ? html.slice(0, mostInput) : html).run(html.length > mostInput)
}

class Bounder {
  private html: string
  private out: string[] = []
  private stack: Open[] = []
  private openByName = new Map<string, number>()
  private at = 0
  private tags = 0
  private text = 0

  constructor(html: string) {
    this.html = html
  }

  run(alreadyCut: boolean): { html: string; cut: boolean } {
    while (this.at < this.html.length) {
      if (this.tags > mostTags || this.text > mostText) return { html: this.out.join(''), cut: true }
      this.step()
    }
    return { html: this.out.join(''), cut: alreadyCut }
  }

  private step(): void {
    const angle = this.html.indexOf('<', this.at)
    if (angle !== this.at) {
      const end = Math.min(angle < 0 ? this.html.length : angle, this.at + mostText + 1)
      this.emitText(end)
      return
    }
    const next = this.html.charCodeAt(this.at + 1)
    if (next === 33 || next === 63) this.skipDeclaration()
    else if (next === 47) this.readEndTag()
    else if (isLetter(next)) this.readStartTag()
    else {
      this.tags++
      this.out.push('&lt;')
      this.at++
    }
  }

  private emitText(end: number): void {
    this.text += end - this.at
    this.out.push(this.html.slice(this.at, end))
    this.at = end
  }

  /** Comments, doctype, processing instructions and CDATA hold nothing a reader of the mail sees. */
  private skipDeclaration(): void {
    this.tags++
    if (!this.html.startsWith('<!--', this.at)) return this.moveTo(this.html.indexOf('>', this.at), 1)
    if (this.html.startsWith('<!-->', this.at)) return this.moveTo(this.at, 5)
    if (this.html.startsWith('<!--->', this.at)) return this.moveTo(this.at, 6)
    const plain = this.html.indexOf('-->', this.at + 4)
    const bang = this.html.indexOf('--!>', this.at + 4)
    if (bang >= 0 && (plain < 0 || bang < plain)) return this.moveTo(bang, 4)
    this.moveTo(plain, 3)
  }

  private moveTo(found: number, length: number): void {
    this.at = found < 0 ? this.html.length : found + length
  }

  private readEndTag(): void {
    this.tags++
    const name = this.readName(this.at + 2)
    const end = this.html.indexOf('>', this.at)
    const stop = end < 0 ? this.html.length : end + 1
    this.at = stop
    if (name === '') return
    if ((this.openByName.get(name) ?? 0) === 0) {
      if (name === 'p' || name === 'br') this.out.push(`<${name === 'p' ? 'p></p' : 'br'}>`)
      return
    }
    for (let open = this.pop(); open; open = this.pop()) {
      if (open.name !== name) continue
      if (!open.dropped) this.out.push(`</${name}>`)
      return
    }
  }

  private readStartTag(): void {
    this.tags++
    const start = this.at
    const name = this.readName(start + 1)
    const end = this.endOfTag(start + 1 + name.length)
    this.at = end
    if (rawElements.has(name)) return this.skipRaw(name, end)
    const implied = impliedEnds[name] ?? []
    while (implied.includes(this.stack.at(-1)?.name ?? '')) this.pop()
    const dropped = this.stack.length >= deepest && !voidElements.has(name)
    if (!dropped) this.out.push(this.html.slice(start, end))
    if (voidElements.has(name)) return
    this.stack.push({ name, dropped })
    this.openByName.set(name, (this.openByName.get(name) ?? 0) + 1)
  }

  /** Scripts, styles, titles and frames are not text of the mail: left out whole, to the end where the mail does not close them, as a browser reads it. */
  private skipRaw(name: string, end: number): void {
    const close = indexOfEndTag(this.html, name, end)
    this.moveTo(close < 0 ? -1 : this.html.indexOf('>', close), 1)
  }

  private pop(): Open | undefined {
    const open = this.stack.pop()
    if (open) this.openByName.set(open.name, (this.openByName.get(open.name) ?? 1) - 1)
    return open
  }

  private readName(from: number): string {
    let to = from
    while (to < this.html.length && to - from < 64 && !isNameEnd(this.html.charCodeAt(to))) to++
    return this.html.slice(from, to).toLowerCase()
  }

  /** The index after the ">" that ends a tag; quotes hide a ">" only where an attribute value begins. */
  private endOfTag(from: number): number {
    let quote = 0
    let afterEquals = false
    for (let at = from; at < this.html.length; at++) {
      const code = this.html.charCodeAt(at)
      if (quote) {
        if (code === quote) quote = 0
      } else if (code === 62) return at + 1
      else if (code === 61) afterEquals = true
      else if (afterEquals && (code === 34 || code === 39)) {
        quote = code
        afterEquals = false
      } else if (!isSpace(code)) afterEquals = false
    }
    return this.html.length
  }
}

function indexOfEndTag(html: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  pattern.lastIndex = from
  return pattern.exec(html)?.index ?? -1
}

const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13)
const isNameEnd = (code: number) => isSpace(code) || code === 47 || code === 62
