import { Parser } from 'htmlparser2'
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

/** What was read from the HTML. `marked`: it has at least one mark of a mail client, so that its silence about a line means something. */
export interface HtmlView {
  lines: HtmlLine[]
  marked: boolean
}

interface Open {
  name: string
  mark: ElementMark | null
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

/** Reads the HTML of a mail into marked lines, in one pass. Never throws; broken HTML is read as a browser roughly would. */
export function readHtml(html: string): HtmlView {
  const reader = new Reader()
  const parser = new Parser(reader, { lowerCaseTags: true, decodeEntities: true, recognizeSelfClosing: false })
  reader.offset = () => parser.startIndex
  reader.offsetEnd = () => parser.endIndex + 1
  parser.write(html)
  parser.end()
  reader.flush()
  return { lines: reader.lines, marked: reader.marked }
}

class Reader {
  lines: HtmlLine[] = []
  marked = false
  offset = () => 0
  offsetEnd = () => 0
  private stack: Open[] = []
  private rest = false
  private text = ''
  private start = 0
  private end = 0
  private mark: HtmlLine['mark'] = 'own'
  private depth = 0

  onopentag(name: string, attributes: Record<string, string>): void {
    if (blockElements.has(name)) this.flush()
    const mark = markOf(name, attributes)
    if (mark && mark !== 'hidden' && mark !== 'indent') this.marked = true
    if (mark === 'rest') {
      this.flush()
      this.rest = true
    }
    if (voidElements.has(name)) return
    const parent = this.stack.at(-1)
    const container = parent?.container ?? null
    if (name === 'blockquote' && container) container.sawQuote = true
    this.stack.push({
      name,
      mark,
      quoted: (parent?.quoted ?? false) || mark === 'quote' || (mark === 'indent' && container !== null),
      hidden: (parent?.hidden ?? false) || mark === 'hidden',
      signature: (parent?.signature ?? false) || mark === 'signature',
      depth: (parent?.depth ?? 0) + (name === 'blockquote' && (mark === 'quote' || mark === 'indent') ? 1 : 0),
      container: mark === 'container' ? { sawQuote: false, wordsBefore: 0 } : container,
    })
  }

  onclosetag(name: string): void {
    if (blockElements.has(name)) this.flush()
    if (!voidElements.has(name) && this.stack.at(-1)?.name === name) this.stack.pop()
  }

  ontext(text: string): void {
    const top = this.stack.at(-1)
    if (top?.hidden || this.lines.length > mostLines) return
    if (top?.name === 'pre' || this.stack.at(-2)?.name === 'pre') {
      const parts = text.split('\n')
      parts.forEach((part, i) => {
        if (i > 0) this.flush()
        this.add(part, top)
      })
      return
    }
    this.add(text, top)
  }

  private add(text: string, top: Open | undefined): void {
    const mark = this.markFor(text, top)
    const depth = top?.depth ?? 0
    if (this.text.trim() !== '' && text.trim() !== '' && (mark !== this.mark || depth !== this.depth)) this.flush()
    if (this.text.trim() === '') {
      if (text.trim() === '') return
      this.start = this.offset()
      this.mark = mark
      this.depth = depth
    }
    this.end = this.offsetEnd()
    this.text += text
  }

  private markFor(text: string, top: Open | undefined): HtmlLine['mark'] {
    if (this.rest || top?.quoted) return 'quoted'
    if (top?.container) {
      const { container } = top
      if (!container.sawQuote) {
        container.wordsBefore += text.split(/\s+/).filter(Boolean).length
        return 'quoted'
      }
      return container.wordsBefore > longestAttributionWords ? 'quoted' : top.signature ? 'signature' : 'own'
    }
    return top?.signature ? 'signature' : 'own'
  }

  flush(): void {
    const text = this.text.replaceAll(/\s+/g, ' ').trim()
    if (text !== '') this.lines.push({ text, mark: this.mark, depth: this.depth, start: this.start, end: this.end })
    this.text = ''
  }
}

const voidElements = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])
