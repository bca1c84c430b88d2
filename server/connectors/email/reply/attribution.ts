import {
  endsWithWrotePattern,
  midLineOpenerPattern,
  opensWithDatePattern,
  opensWithWordPattern,
  tellsOwnStoryPattern,
  wrotePattern,
} from './attribution-words.ts'
import { readEvidence } from './dates.ts'
import { isBlank, type Line } from './lines.ts'

/** Gmail wraps at 76 columns and names are long: an attribution takes up to five lines. */
const mostLines = 5
const longestAttribution = 420

/** `strong`: two independent signs of a mail client. `weak`: believed only when a quotation follows at once. */
export type Strength = 'strong' | 'weak'

/** An attribution found: it ends at the line `end` asked about, begins at `start`, after `column` characters of that line's body. */
export interface Attribution {
  start: number
  end: number
  column: number
  strength: Strength
}

/** The attribution ("On … wrote:") whose last line is `end`, or null. Looks back over at most five lines, so the whole mail is linear. */
export function findAttributionEnding(lines: Line[], end: number, from: number): Attribution | null {
  const last = lines[end]!
  if (!mayEndAttribution(last.body)) return null
  let best: (Attribution & { rank: number }) | null = null
  let joined = ''
  for (let start = end; start >= from && start > end - mostLines; start--) {
    const line = lines[start]!
    if (isBlank(line) || line.depth !== last.depth) break
    if (start < end && closesSentence(line.body)) break
    joined = start === end ? line.body : `${line.body} ${joined}`
    if (joined.length > longestAttribution) break
    const strength = weigh(joined)
    if (!strength) continue
    if (opensWithWordPattern.test(line.body)) return { start: withNameAbove(lines, start, from, joined), end, column: 0, strength }
    const column = openerColumn(line.body, joined)
    if (column > 0) return { start, end, column, strength: 'strong' }
    const rank = rankStart(line.body, joined, strength)
    if (rank > (best?.rank ?? 0)) best = { start, end, column: 0, strength, rank }
  }
  return best
}

/** Where an attribution with what it quotes behind it on the same line may end: the colon after "wrote", or after the address. */
const inlineEnds = /[:：](?=\s+\S)/gu
const longestInline = 300

/**
 * Yahoo's apps write the attribution and the quoted mail on one line ("  On …, Acme<a@b> wrote:   Hello"): does the line at hand begin so? Only with a
 * date, a time and an address in brackets: a customer tells a story with less.
 */
export function opensWithAttribution({ body }: Line): boolean {
  const head = body.slice(0, longestInline)
  if (!head.includes('@') || !opensWithDatePattern.test(head)) return false
  for (const { index } of head.matchAll(inlineEnds)) {
    const joined = head.slice(0, index + 1)
    if (!joined.includes('@')) continue
    const { bracketedEmail, year, time } = readEvidence(joined)
    if (bracketedEmail && year && time && wrotePattern.test(joined) && weigh(joined) === 'strong') return true
  }
  return false
}

/** How likely an attribution that opens with no word like "On" begins here: a date or a name with address at once, then anything whole. */
function rankStart(body: string, joined: string, strength: Strength): number {
  if (nameThenWord.test(body) && !nameThenWord.test(joined)) return 5
  if (opensWithDatePattern.test(body)) return 4
  if (nameWithAddress.test(body) && !nameWithAddress.test(joined)) return 3
  if (!isWhole(joined)) return 0
  return strength === 'strong' ? 2 : 1
}

/** Chinese Gmail puts the name first: a wrap leaves it alone on the line above the date. */
function withNameAbove(lines: Line[], start: number, from: number, joined: string): number {
  const above = lines[start - 1]
  if (start <= from || !above || above.depth !== lines[start]!.depth || readEvidence(joined).email) return start
  return nameWithAddress.test(above.body) ? start - 1 : start
}

const nameWithAddress = /^[^<>\n]{1,80}<[^<>\s]{1,90}@[^<>\s]{1,120}>,?$/u
/** A wrap may leave a word behind the address: the date comes on the next line. */
const nameThenWord = /^[^<>\n]{1,80}<[^<>\s]{1,90}@[^<>\s]{1,120}>\s(?:hat am|schrieb am|wrote on|escreveu(?: no dia| em)?|escribió el|a écrit le)$/iu

function mayEndAttribution(body: string): boolean {
  if (body.length < 2 || body.length > longestAttribution) return false
  return (
    /[:：][\s*_]*$/u.test(body) ||
    /-{2,}$/.test(body) ||
    opensAndSays(body) ||
    endsWithWrotePattern.test(body.slice(-60)) ||
    /^\S{1,40}\s?\p{N}[^\n]{0,160}<[^<>\s]+@[^<>\s]+>$/u.test(body)
  )
}

/** The sentence above ended: it is not the beginning of a wrapped attribution ("a.m." and initials do not end one). */
function closesSentence(body: string): boolean {
  const tail = body.slice(-40)
  return /[?!।。:：]$|(?:\p{L}{3}|\p{N})\.$/u.test(tail) && !abbreviation.test(tail) && !dayOfMonth.test(tail)
}

/** "schrieb am So., 23." goes on with the month. */
const dayOfMonth = /(?:,|(?<!\p{L})(?:am|den|der|dem|d|dne|dňa|op|kl|\p{L}{2,3}\.))\s\p{N}{1,2}\.$/iu

const abbreviation =
  /(?<!\p{L})(?:a\.m|p\.m|Sr|Jr|Dr|Mr|Mrs|Sra|Fr|Mo|Di|Mi|Do|Sa|So|seg|ter|qua|qui|sex|sáb|dom|lun|mar|mer|jeu|ven|sam|jan|feb|fev|mar|abr|apr|jun|jul|ago|aug|set|sep|okt|oct|out|nov|dez|dec|dic)\.$/iu

/** The head of a name in angle brackets must not have been cut off: brackets are balanced. */
const isWhole = (joined: string) => (joined.match(/[<([]/g)?.length ?? 0) >= (joined.match(/[>)\]]/g)?.length ?? 0)

/** How far into the body an attribution begins when the customer's words share its line; 0 when it does not. */
function openerColumn(body: string, joined: string): number {
  const match = midLineOpenerPattern.exec(body)
  if (!match) return 0
  return weigh(joined.slice(match[1]!.length)) === 'strong' ? match[1]!.length : 0
}

function weigh(joined: string): Strength | null {
  const bare = joined.replace(/^[\s\-*_>]+|[\s\-*_>]+$/g, '')
  const dashed = /^-{2,}/.test(joined.trim()) && /-{2,}$/.test(joined.trim())
  const evidence = readEvidence(bare)
  const says = endsWithWrotePattern.test(bare.slice(-60))
  const colon = /[:：]$/u.test(bare) || dashed
  const wrote = says || (colon && wrotePattern.test(bare))
  if (!wrote) return quotes.test(bare) ? 'strong' : opensAndSays(bare) ? 'weak' : weighWithoutVerb(bare, colon, evidence)
  if (isOwnStory(bare) && !evidence.bracketedEmail) return null
  if (evidence.email && (evidence.day || evidence.time || says)) return 'strong'
  if (dashed && bare.length < 120) return 'strong'
  if (evidence.year && evidence.time) return 'strong'
  if (evidence.day && opensWithDatePattern.test(bare) && /,/.test(bare) && evidence.year) return 'strong'
  return bare.length < 160 && (evidence.day || evidence.time || bare.split(/\s+/).length <= 6) ? 'weak' : null
}

/** Horde and older webmail. */
const quotes =
  /^(?:(?:Quoting|Zitat von|Citando a?|Citation de|En réponse à|Citat från)\s[^\n]{1,80}|In (?:reply|response) to\s[^\n]{1,80} message of\s[^\n]{1,60})[:：]$/iu

/** "Am 05.06.23 um 15:45 schrieb Acme": some apps leave the colon out. Believed only above a quotation. */
const opensAndSays = (body: string) => body.length < 120 && opensWithWordPattern.test(body) && !/[.!?]$/.test(body) && wrotePattern.test(body)

/** "2014-10-17 11:28 GMT+03:00 Bob <bob@x.org>:" has no verb; so have languages that our list does not hold. */
function weighWithoutVerb(bare: string, colon: boolean, evidence: ReturnType<typeof readEvidence>): Strength | null {
  if (colon && evidence.bracketedEmail && evidence.time && evidence.year) return 'strong'
  if (colon && evidence.bracketedEmail && (evidence.time || evidence.year)) return 'weak'
  return /^\p{N}/u.test(bare) && evidence.bracketedEmail && evidence.year ? 'weak' : null
}

function isOwnStory(bare: string): boolean {
  const verb = wrotePattern.exec(bare)
  return verb !== null && tellsOwnStoryPattern.test(bare.slice(0, verb.index))
}
