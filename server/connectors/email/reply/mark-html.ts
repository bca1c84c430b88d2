import { Tokenizer } from 'htmlparser2'
import { readHtml, type HtmlLine } from './html-words.ts'
import { readLine } from './lines.ts'
import { assignRoles } from './roles.ts'

/** The HTML with `data-quoted` on everything a console folds away; `hasQuoted` is false when all of it is the customer's. */
export interface MarkedHtml {
  html: string
  hasQuoted: boolean
}

/** Larger HTML is shown whole. */
const largestMarked = 2_000_000
/** Deeper elements share the mark of the element at this depth. */
const deepest = 1_000

/**
 * Marks quoted history, its headers, signatures and footers in a mail's own HTML: outermost elements get the attribute, loose text gets a span
 * around it. Nothing else changes, so that folding is a matter of style. Call it before sanitising (which keeps the attribute and drops the ids
 * and classes this reads). A mail without own words is not marked. Never throws; linear.
 */
export function markQuotedHtml(html: string): MarkedHtml {
  if (html.length > largestMarked) return { html, hasQuoted: false }
  const { lines: read } = readHtml(html)
  const { lines, roles } = assignRoles(read.map((line, source) => ({ ...readLine(line.text), html: line.mark, indented: line.depth > 0, source })))
  if (!roles.includes('own')) return { html, hasQuoted: false }
  const folded = new Uint8Array(read.length)
  lines.forEach((line, at) => {
    if (roles[at] !== 'own') folded[(line as { source?: number }).source ?? 0] = 1
  })
  // A line cut in two, own words first, stays in sight whole.
  lines.forEach((line, at) => {
    if (roles[at] === 'own') folded[(line as { source?: number }).source ?? 0] = 0
  })
  if (!folded.includes(1)) return { html, hasQuoted: false }
  return { html: new Marker(html, read, folded).run(), hasQuoted: true }
}

/** A piece that could be marked: an element (at the end of its name) or a run of text. */
type Piece = { kind: 'element'; at: number } | { kind: 'text'; start: number; end: number }

interface Open {
  name: string
  nameEnd: number
  own: boolean
  folded: boolean
  pieces: Piece[]
  /** A rule before a quotation belongs to it. */
  rule: Piece | null
}

const voidElements = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])
const structural = new Set(['html', 'body', 'head', 'tbody', 'thead', 'tr', 'td', 'th'])

class Marker {
  private readonly html: string
  private readonly lines: HtmlLine[]
  private readonly folded: Uint8Array
  private readonly stack: Open[] = []
  private readonly openByName = new Map<string, number>()
  private readonly marked: Piece[] = []
  private line = 0
  private ignored = 0
  private name = ''
  private nameEnd = 0

  constructor(html: string, lines: HtmlLine[], folded: Uint8Array) {
    this.html = html
    this.lines = lines
    this.folded = folded
    this.stack.push(this.open('', 0))
  }

  run(): string {
    const ignore = () => undefined
    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ontext: (start, end) => this.addText(start, end),
        ontextentity: (_codepoint, end) => this.addText(this.html.lastIndexOf('&', end - 1), end),
        onopentagname: (start, end) => {
          this.name = this.html.slice(start, end).toLowerCase()
          this.nameEnd = end
        },
        onopentagend: () => this.openTag(),
        onselfclosingtag: () => this.openTag(),
        onclosetag: (start, end) => this.closeTag(this.html.slice(start, end).toLowerCase()),
        onattribname: ignore,
        onattribdata: ignore,
        onattribentity: ignore,
        onattribend: ignore,
        oncdata: ignore,
        oncomment: ignore,
        ondeclaration: ignore,
        onprocessinginstruction: ignore,
        onend: ignore,
      },
    )
    tokenizer.write(this.html)
    tokenizer.end()
    while (this.stack.length > 1) this.pop()
    for (const piece of this.stack[0]!.pieces) this.marked.push(piece)
    return this.insertMarks()
  }

  private open(name: string, nameEnd: number): Open {
    return { name, nameEnd, own: false, folded: false, pieces: [], rule: null }
  }

  private addText(start: number, end: number): void {
    while (this.line < this.lines.length && this.lines[this.line]!.end <= start) this.line++
    const line = this.lines[this.line]
    if (!line || line.start >= end || this.html.slice(start, end).trim() === '') return
    const top = this.stack.at(-1)!
    if (this.folded[this.line] !== 1) {
      top.own = true
      return
    }
    top.folded = true
    this.takeRule(top)
    const last = top.pieces.at(-1)
    if (last?.kind === 'text' && last.end >= start) last.end = end
    else top.pieces.push({ kind: 'text', start, end })
  }

  private takeRule(top: Open): void {
    if (top.rule) top.pieces.push(top.rule)
    top.rule = null
  }

  private openTag(): void {
    const { name, nameEnd } = this
    const top = this.stack.at(-1)!
    if (name === 'hr') top.rule = { kind: 'element', at: nameEnd }
    if (voidElements.has(name)) return
    if (this.stack.length >= deepest) {
      this.ignored++
      return
    }
    this.openByName.set(name, (this.openByName.get(name) ?? 0) + 1)
    this.stack.push(this.open(name, nameEnd))
  }

  private closeTag(name: string): void {
    if (this.ignored > 0) {
      this.ignored--
      return
    }
    if ((this.openByName.get(name) ?? 0) === 0) return
    while (this.stack.length > 1 && this.pop() !== name);
  }

  /** An element with only folded words is one piece; in a mixed one its pieces are marked one by one. */
  private pop(): string {
    const closed = this.stack.pop()!
    this.openByName.set(closed.name, this.openByName.get(closed.name)! - 1)
    const parent = this.stack.at(-1)!
    parent.own ||= closed.own
    parent.folded ||= closed.folded
    if (closed.folded) this.takeRule(parent)
    if (closed.own) {
      for (const piece of closed.pieces) this.marked.push(piece)
      parent.rule = null
    } else if (closed.folded) {
      if (structural.has(closed.name)) for (const piece of closed.pieces) parent.pieces.push(piece)
      else parent.pieces.push({ kind: 'element', at: closed.nameEnd })
    }
    return closed.name
  }

  private insertMarks(): string {
    const inserts = this.marked.flatMap((piece) =>
      piece.kind === 'element'
        ? [{ at: piece.at, text: ' data-quoted=""' }]
        : [
            { at: piece.start, text: '<span data-quoted="">' },
            { at: piece.end, text: '</span>' },
          ],
    )
    inserts.sort((a, b) => a.at - b.at)
    let out = ''
    let at = 0
    for (const insert of inserts) {
      out += this.html.slice(at, insert.at) + insert.text
      at = insert.at
    }
    return out + this.html.slice(at)
  }
}
