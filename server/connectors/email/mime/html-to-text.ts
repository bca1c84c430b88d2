import { Tokenizer } from 'htmlparser2'
import { HtmlTextWriter } from './html-text-writer.ts'

/** What each element does to the lines of text: breaks before and after it (2 = an empty line between). */
const blocks = new Map<string, number>()
for (const name of 'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup html legend main menu nav ol option pre section select summary table tbody tfoot thead tr ul caption'.split(
  ' ',
))
  blocks.set(name, 1)
for (const name of 'p h1 h2 h3 h4 h5 h6'.split(' ')) blocks.set(name, 2)

/** Elements whose text is no text of the mail. */
const dropped = new Set('style script title template xml object applet svg math audio video iframe noframes noembed'.split(' '))
const voids = new Set('area br col embed hr img input link meta param source track wbr'.split(' '))
const wanted = new Set(['style', 'href', 'alt', 'start'])

/**
 * HTML as readable text: paragraphs, lists ("* ", "1. "), table rows one a line, links as "words <address>", entities decoded, non-breaking spaces as
 * spaces. Text under display:none (hidden preheaders), style and script is left out. Line ends are \n. Linear in the length, whatever the nesting.
 */
export function htmlToText(html: string): string {
  const first = new HtmlWalker(html, true)
  const text = first.walk()
  // A hidden element that never closes would swallow the mail: then nothing counts as hidden.
  return first.endedHidden ? new HtmlWalker(html, false).walk() : text
}

class HtmlWalker {
  endedHidden = false
  private readonly html: string
  private readonly hides: boolean
  private readonly writer = new HtmlTextWriter()
  private tag = ''
  private attribute = ''
  private value = ''
  private readonly attributes = new Map<string, string>()
  private hiddenTag = ''
  private hiddenDepth = 0

  constructor(html: string, hides: boolean) {
    this.html = html
    this.hides = hides
  }

  walk(): string {
    const { html } = this
    const nothing = () => undefined
    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ontext: (start, end) => this.hiddenDepth === 0 && this.writer.text(html.slice(start, end)),
        ontextentity: (codepoint) => this.hiddenDepth === 0 && this.writer.text(String.fromCodePoint(codepoint)),
        onopentagname: (start, end) => this.openName(html.slice(start, end)),
        onattribname: (start, end) => this.openAttribute(html.slice(start, end)),
        onattribdata: (start, end) => {
          if (this.attribute !== '') this.value += html.slice(start, end)
        },
        onattribentity: (codepoint) => {
          if (this.attribute !== '') this.value += String.fromCodePoint(codepoint)
        },
        onattribend: () => {
          if (this.attribute !== '' && !this.attributes.has(this.attribute)) this.attributes.set(this.attribute, this.value)
        },
        onopentagend: () => this.open(),
        onselfclosingtag: () => this.open(),
        onclosetag: (start, end) => this.close(html.slice(start, end).toLowerCase()),
        oncdata: (start, end, offset) => this.hiddenDepth === 0 && this.writer.text(html.slice(start, end - offset)),
        oncomment: nothing,
        ondeclaration: nothing,
        onprocessinginstruction: nothing,
        onend: nothing,
      },
    )
    tokenizer.write(html)
    tokenizer.end()
    this.endedHidden = this.hides && this.hiddenDepth > 0
    return this.writer.finish()
  }

  private openName(name: string): void {
    this.tag = name.toLowerCase()
    if (this.attributes.size > 0) this.attributes.clear()
  }

  private openAttribute(name: string): void {
    const lower = name.toLowerCase()
    this.attribute = wanted.has(lower) ? lower : ''
    this.value = ''
  }

  private open(): void {
    const { tag, writer } = this
    if (this.hiddenDepth > 0) {
      if (tag === this.hiddenTag) this.hiddenDepth++
      return
    }
    if (voids.has(tag)) return this.openVoid(tag)
    if (this.hides && (dropped.has(tag) || isHidden(this.attributes.get('style')))) {
      this.hiddenTag = tag
      this.hiddenDepth = 1
      return
    }
    if (tag === 'a') writer.openLink(this.attributes.get('href') ?? '')
    else if (tag === 'li') writer.openItem()
    else if (tag === 'td' || tag === 'th') writer.openCell()
    else {
      const breaks = blocks.get(tag)
      if (breaks !== undefined) writer.break(breaks)
      if (tag === 'ul' || tag === 'ol') writer.openList(tag === 'ol', Number(this.attributes.get('start') ?? 1))
      else if (tag === 'pre') writer.preDepth++
    }
  }

  private openVoid(tag: string): void {
    if (tag === 'br') this.writer.lineBreak()
    else if (tag === 'hr') this.writer.rule()
    else if (tag === 'img' && !isHidden(this.attributes.get('style'))) this.writer.image(this.attributes.get('alt') ?? '')
  }

  private close(tag: string): void {
    const { writer } = this
    if (this.hiddenDepth > 0) {
      if (tag === this.hiddenTag) this.hiddenDepth--
      return
    }
    if (tag === 'a') writer.closeLink()
    else if (tag === 'li') writer.break(1)
    else {
      const breaks = blocks.get(tag)
      if (breaks !== undefined) writer.break(breaks)
      if (tag === 'ul' || tag === 'ol') writer.closeList()
      else if (tag === 'pre' && writer.preDepth > 0) writer.preDepth--
    }
  }
}

const isHidden = (style: string | undefined) => style !== undefined && /(?:^|[;\s"'])display\s{0,5}:\s{0,5}none/i.test(style.slice(0, 5000))
