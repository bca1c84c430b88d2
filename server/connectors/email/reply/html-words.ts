import { Tokenizer } from 'htmlparser2'
import { markOf, type ElementMark } from './html-marks.ts'

/** A run of text of the HTML between two block edges, with what the structure around says of it. Offsets count in the HTML source. */
export interface HtmlLine {
  text: string
  mark: 'own' | 'quoted' | 'signature'
  /** Depth of blockquotes around the line. */
  depth: number
  start: number
  end: number
}

/** What was read from the HTML. `marked`: it has a mark of a mail client or a blockquote, so that its silence about a line means something. */
export interface HtmlView {
  lines: HtmlLine[]
  marked: boolean
}

interface Open {
  name: string
  quoted: boolean
  hidden: boolean
  signature: boolean
  depth: number
  container: Container | null
}

/** A client's wrapper around attribution and blockquotes; words after a closed blockquote in it are answers unless the wrapper holds a forward. */
interface Container {
  sawQuote: boolean
  wordsBefore: number
}

/** An attribution has fewer words; more of them mean that the wrapper holds the quoted text itself. */
const longestAttributionWords = 45
/** Beyond this the HTML view is not worth its memory; the text view alone decides. */
const mostLines = 200_000

const blockElements = new Set([
  'p',
  'div',
  'br',
  'hr',
  'tr',
  'table',
  'li',
  'ul',
  'ol',
  'dl',
  'dt',
  'dd',
  'blockquote',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'section',
  'article',
  'header',
  'footer',
  'center',
  'form',
  'address',
  'body',
  'html',
  'tbody',
  'thead',
  'caption',
  'fieldset',
  'figure',
  'main',
  'nav',
  'aside',
])

const voidElements = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])
const impliedEnds: Record<string, string[]> = {
  p: ['p'],
  li: ['li'],
  dd: ['dd', 'dt'],
  dt: ['dd', 'dt'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['td', 'th', 'tr'],
}
const wantedAttributes = new Set(['id', 'class', 'style', 'name', 'type', 'data-marker', 'data-smartmail', 'data-skiff-mail', 'data-type'])
/** Elements nested deeper carry no marks of their own; the list of open elements stays short. */
const deepest = 1_000

/** Reads the HTML of a mail into marked lines, in one linear pass. Never throws; broken HTML is read as a browser roughly would. */
export function readHtml(html: string): HtmlView {
  const reader = new HtmlReader(html)
  reader.read()
  return { lines: reader.lines, marked: reader.marked }
}

class HtmlReader {
  lines: HtmlLine[] = []
  marked = false
  private readonly html: string
  private readonly stack: Open[] = []
  private readonly openByName = new Map<string, number>()
  private ignoredDepth = 0
  private rest = false
  private tag = ''
  private attribute = ''
  private value = ''
  private attributes: Record<string, string> = {}
  private text = ''
  private start = 0
  private end = 0
  private mark: HtmlLine['mark'] = 'own'
  private depth = 0

  constructor(html: string) {
    this.html = html
  }

  read(): void {
    const { html } = this
    const ignore = () => undefined
    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ontext: (start, end) => this.addText(html.slice(start, end), start, end),
        ontextentity: (codepoint, end) => this.addText(String.fromCodePoint(codepoint), end - 1, end),
        onopentagname: (start, end) => this.openName(html.slice(start, end).toLowerCase()),
        onattribname: (start, end) => {
          const name = html.slice(start, end).toLowerCase()
          this.attribute = wantedAttributes.has(name) ? name : ''
          this.value = ''
        },
        onattribdata: (start, end) => {
          if (this.attribute !== '' && this.value.length < 2_000) this.value += html.slice(start, end)
        },
        onattribentity: (codepoint) => {
          if (this.attribute !== '') this.value += String.fromCodePoint(codepoint)
        },
        onattribend: () => {
          if (this.attribute !== '') this.attributes[this.attribute] ??= this.value
        },
        onopentagend: () => this.openTag(),
        onselfclosingtag: () => this.openTag(),
        onclosetag: (start, end) => this.closeTag(html.slice(start, end).toLowerCase()),
        oncdata: ignore,
        oncomment: ignore,
        ondeclaration: ignore,
        onprocessinginstruction: ignore,
        onend: ignore,
      },
    )
    tokenizer.write(html)
    tokenizer.end()
    this.flush()
  }

  private openName(name: string): void {
    this.tag = name
    this.attributes = {}
  }

  private openTag(): void {
    const { tag } = this
    if (blockElements.has(tag)) this.flush()
    const mark = markOf(tag, this.attributes)
    if (mark && mark !== 'hidden') this.marked = true
    if (mark === 'rest') {
      this.flush()
      this.rest = true
    }
    if (voidElements.has(tag)) return
    const implied = impliedEnds[tag] ?? []
    while (implied.includes(this.stack.at(-1)?.name ?? '')) this.pop()
    if (this.stack.length < deepest) this.push(tag, mark)
    else this.ignoredDepth++
  }

  private push(name: string, mark: ElementMark | null): void {
    const parent = this.stack.at(-1)
    const container = parent?.container ?? null
    if (name === 'blockquote' && container) container.sawQuote = true
    this.openByName.set(name, (this.openByName.get(name) ?? 0) + 1)
    this.stack.push({
      name,
      quoted: (parent?.quoted ?? false) || mark === 'quote' || (mark === 'indent' && container !== null),
      hidden: (parent?.hidden ?? false) || mark === 'hidden',
      signature: (parent?.signature ?? false) || mark === 'signature',
      depth: (parent?.depth ?? 0) + (name === 'blockquote' && (mark === 'quote' || mark === 'indent') ? 1 : 0),
      container: mark === 'container' ? { sawQuote: false, wordsBefore: 0 } : container,
    })
  }

  private closeTag(name: string): void {
    if (blockElements.has(name)) this.flush()
    if (this.ignoredDepth > 0) {
      this.ignoredDepth--
      return
    }
    if ((this.openByName.get(name) ?? 0) === 0) return
    while (this.pop() !== name);
  }

  private pop(): string | undefined {
    const open = this.stack.pop()
    if (open) this.openByName.set(open.name, this.openByName.get(open.name)! - 1)
    return open?.name
  }

  private addText(text: string, start: number, end: number): void {
    const top = this.stack.at(-1)
    if (top?.hidden || this.lines.length > mostLines) return
    if (top?.name !== 'pre' || !text.includes('\n')) return this.append(text, start, end, top)
    let at = start
    for (const part of text.split('\n')) {
      if (at > start) this.flush()
      this.append(part, at, at + part.length, top)
      at += part.length + 1
    }
  }

  private append(text: string, start: number, end: number, top: Open | undefined): void {
    if (this.text === '' && text.trim() === '') return
    const mark = this.markFor(text, top)
    const depth = top?.depth ?? 0
    if (text.trim() !== '' && this.text !== '' && (mark !== this.mark || depth !== this.depth)) this.flush()
    if (this.text === '') {
      this.start = start
      this.mark = mark
      this.depth = depth
    }
    this.end = end
    this.text += text
  }

  private markFor(text: string, top: Open | undefined): HtmlLine['mark'] {
    if (this.rest || top?.quoted) return 'quoted'
    const container = top?.container
    if (container && !container.sawQuote) {
      if (container.wordsBefore <= longestAttributionWords)
        container.wordsBefore += text.split(/\s+/, longestAttributionWords + 2).filter(Boolean).length
      return 'quoted'
    }
    if (container && container.wordsBefore > longestAttributionWords) return 'quoted'
    return top?.signature ? 'signature' : 'own'
  }

  private flush(): void {
    const text = this.text.replaceAll(/\s+/g, ' ').trim()
    if (text !== '') this.lines.push({ text, mark: this.mark, depth: this.depth, start: this.start, end: this.end })
    this.text = ''
  }
}
