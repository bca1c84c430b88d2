/** Nested lists are indented up to here. */
const deepestIndent = 8
const longestAddress = 2000
const NBSP = 160
/** Pieces are joined in batches: an array of millions of words costs more memory than the text. */
const mostPieces = 8192

interface OpenList {
  isOrdered: boolean
  next: number
}

/** Writes text the way a browser lays it out: white space collapsed, breaks merged, at most one empty line in a row. */
export class HtmlTextWriter {
  preDepth = 0
  private done = ''
  private out: string[] = []
  private breaks = 0
  private hasText = false
  /** Something stands on the current line. */
  private lineHasText = false
  /** A space that is written once more text follows on the line. */
  private space = ''
  private readonly lists: OpenList[] = []
  private link: { address: string; words: string[]; length: number } | null = null

  text(text: string): void {
    if (this.preDepth > 0) return this.preformatted(text)
    let start = -1
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      const isSpace = c === 32 || (c >= 9 && c <= 13)
      // Zero-width fillers and soft hyphens of newsletters are no text.
      const isNothing = c === 0x200b || c === 0xad || c === 0xfeff || c === 0x34f || c === 0
      if (!isSpace && !isNothing && c !== NBSP) {
        if (start < 0) start = i
        continue
      }
      if (start >= 0) this.word(text.slice(start, i))
      start = -1
      if (c === NBSP) this.space = this.space.length < 40 ? `${this.space} ` : this.space
      else if (isSpace && this.lineHasText && this.space === '') this.space = ' '
    }
    if (start >= 0) this.word(text.slice(start))
  }

  /** Ends the line; `count` 2 leaves an empty line. */
  break(count: number): void {
    if (this.breaks < count) this.breaks = count
    this.endLine()
  }

  lineBreak(): void {
    this.breaks = Math.min(this.breaks + 1, 2)
    this.endLine()
  }

  rule(): void {
    this.break(1)
    this.word('________________________________')
    this.break(1)
  }

  image(alt: string): void {
    const words = alt.trim().slice(0, 500)
    if (words === '' || /^[\w.@-]+\.(?:png|jpe?g|gif|bmp|webp)$/i.test(words)) return
    this.text(`[${words}]`)
  }

  openLink(address: string): void {
    this.closeLink()
    const href = address.trim()
    if (/^(?:https?:|mailto:|tel:|ftp:|sms:)/i.test(href) && href.length <= longestAddress)
      this.link = { address: href.replaceAll(/\s+/g, ''), words: [], length: 0 }
  }

  closeLink(): void {
    const { link } = this
    if (!link) return
    this.link = null
    const words = link.words.join('')
    if (words === '' || link.length > longestAddress) return
    if (bare(words) === bare(link.address.replaceAll(/\s/g, ''))) return
    this.space = ' '
    this.word(`<${link.address.replace(/^(?:mailto|tel|sms):/i, '')}>`)
  }

  openList(isOrdered: boolean, start: number): void {
    if (this.lists.length < 1000) this.lists.push({ isOrdered, next: Number.isSafeInteger(start) ? start : 1 })
  }

  closeList(): void {
    this.lists.pop()
  }

  openItem(): void {
    this.break(1)
    const list = this.lists.at(-1)
    const mark = list?.isOrdered ? `${list.next++}.` : '*'
    this.space = '  '.repeat(Math.min(Math.max(this.lists.length - 1, 0), deepestIndent))
    this.word(mark)
    this.space = ' '
  }

  openCell(): void {
    if (this.lineHasText) this.space = '\t'
  }

  finish(): string {
    this.closeLink()
    this.join()
    return this.done
  }

  private join(): void {
    this.done += this.out.join('')
    this.out = []
  }

  private preformatted(text: string): void {
    const lines = text.replaceAll('\u00a0', ' ').split('\n')
    for (const [i, line] of lines.entries()) {
      if (i > 0) {
        this.breaks = Math.min(this.breaks + 1, 2)
        this.endLine()
      }
      const words = line.trimEnd()
      if (words !== '') this.word(words)
      if (words.length < line.length && i === lines.length - 1) this.space = ' '
    }
  }

  private endLine(): void {
    this.lineHasText = false
    this.space = ''
  }

  private word(word: string): void {
    if (this.breaks > 0) {
      if (this.hasText) this.out.push(this.breaks === 1 ? '\n' : '\n\n')
      this.breaks = 0
    }
    if (this.space !== '') {
      this.out.push(this.space)
      this.space = ''
    }
    this.out.push(word)
    if (this.out.length > mostPieces) this.join()
    this.hasText = true
    this.lineHasText = true
    const { link } = this
    if (!link || link.length > longestAddress) return
    link.words.push(word)
    link.length += word.length
  }
}

/** An address or its words, so that "example.org" and "https://www.example.org/" count as the same. */
const bare = (text: string) =>
  text
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:|tel:|sms:)?(?:www\.)?/, '')
    .replace(/\/$/, '')
