import { markLines } from './align.ts'
import { readHtml } from './html-words.ts'
import { readLines, type Line } from './lines.ts'
import { assignRoles, type Roles } from './roles.ts'

/** A mail's words in two parts: what the customer wrote now, and everything a console folds away. */
export interface SplitReply {
  text: string
  quotedText: string
}

/** Larger HTML is not aligned with the text; the text view alone decides then. */
const largestAlignedHtml = 2_000_000

/**
 * Separates the customer's new words (`text`) from quoted history, quote headers, signatures, device lines, legal notes and list footers
 * (`quotedText`). Every word of the input is in exactly one of the two, in the input's order. Interleaved answers keep the quoted lines they
 * answer. A mail that is only a quotation or a forward is shown, not emptied. Never throws; linear time.
 * Conventions: RFC 3676 section 4 (quote depth, signature mark); the clients named in `html-marks.ts` and `attribution-words.ts`.
 */
export function splitReply(input: { text: string; html: string | null }): SplitReply {
  const html = input.html && input.html.length <= largestAlignedHtml ? input.html : null
  const view = html === null ? null : readHtml(html)
  const text = input.text.trim() === '' && view ? view.lines.map((line) => line.text).join('\n') : input.text
  const plain = readLines(text)
  if (!view?.marked) return compose(assignRoles(plain))
  const marked = plain.map((line) => ({ ...line }))
  markLines(marked, view)
  const roles = assignRoles(marked)
  return hasOwn(roles) ? compose(roles) : compose(assignRoles(plain))
}

const hasOwn = ({ roles }: Roles) => roles.includes('own')

/** Lines in sight and lines folded, as two texts. With no word of the customer's the quotation is shown, at last the signature. */
function compose(split: Roles): SplitReply {
  const { lines, roles, kept } = split
  const own = hasOwn(split)
  const quoted = roles.some((role) => role === 'quote' || role === 'intro')
  const isVisible = (at: number) => {
    const role = roles[at] ?? 'own'
    if (own) return role === 'own' || kept[at]!
    return quoted ? role !== 'signature' : true
  }
  return { text: gather(lines, roles, isVisible), quotedText: gather(lines, roles, (at) => !isVisible(at)) }
}

/** The chosen lines with their blank lines; where lines of the other kind stood between, one blank line. */
function gather(lines: Line[], roles: Roles['roles'], isChosen: (at: number) => boolean): string {
  const out: string[] = []
  let blanks: string[] = []
  let interrupted = false
  lines.forEach((line, at) => {
    if (roles[at] === 'blank' && line.raw.trim() === '') {
      if (!interrupted) blanks.push(line.raw)
      return
    }
    if (!isChosen(roles[at] === 'blank' ? ownerOfBlank(lines, roles, at) : at)) {
      interrupted = true
      return
    }
    if (out.length > 0) for (const blank of interrupted ? [''] : blanks) out.push(blank)
    out.push(line.raw)
    blanks = []
    interrupted = false
  })
  return out.join('\n').trim()
}

/** A line with nothing but ">" or invisible signs goes with the quoted line beside it, else with any line beside it; -1 in a mail without words. */
function ownerOfBlank(lines: Line[], roles: Roles['roles'], at: number): number {
  let above = at
  while (above >= 0 && roles[above] === 'blank' && at - above < 200) above--
  let below = at
  while (below < lines.length && roles[below] === 'blank' && below - at < 200) below++
  const isFilled = (index: number) => index >= 0 && index < lines.length && roles[index] !== 'blank'
  if (isFilled(above) && (lines[above]!.depth > 0 || !isFilled(below) || lines[below]!.depth === 0)) return above
  return isFilled(below) ? below : -1
}
