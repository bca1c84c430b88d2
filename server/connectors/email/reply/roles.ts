import { findIntros, type Intro } from './intros.ts'
import { isBlank, nextFilled, readLine, type Line } from './lines.ts'
import { findBannerEnd, findSignatureStart } from './signature.ts'

/** What a line is in the split. Blank lines have the role of their surroundings when the views are composed. */
export type Role = 'own' | 'quote' | 'intro' | 'signature' | 'blank'

/** The lines with a role each. `kept` marks quoted lines that stay in sight because an answer stands under them. */
export interface Roles {
  lines: Line[]
  roles: Role[]
  kept: boolean[]
}

interface Run {
  role: Role
  start: number
  end: number
}

/** Gives every line its role. Linear in the number of lines. */
export function assignRoles(input: Line[]): Roles {
  if (input.length > mostLines) return assignHead(input)
  const { lines, intros } = separateGluedIntros(input)
  const roles = walk(lines, intros)
  joinOrphans(lines, roles)
  judgeAngleRuns(lines, roles)
  const kept = lines.map(() => false)
  foldSignatures(lines, roles)
  keepAnswered(lines, roles, kept)
  return { lines, roles, kept }
}

/** No person reads further than this; what comes after goes on as the last line did. */
const mostLines = 15_000

function assignHead(input: Line[]): Roles {
  const head = assignRoles(input.slice(0, mostLines))
  const last = head.roles.findLast((role) => role !== 'blank') === 'own' ? 'own' : 'quote'
  const tail = input.slice(mostLines)
  return {
    lines: [...head.lines, ...tail],
    roles: [...head.roles, ...tail.map((line): Role => (isBlank(line) ? 'blank' : last))],
    kept: [...head.kept, ...tail.map(() => false)],
  }
}

/** Where an attribution shares a line with the customer's words, the line is cut in two at that blank. */
function separateGluedIntros(input: Line[]): { lines: Line[]; intros: Intro[] } {
  const intros = findIntros(input)
  const glued = new Map(intros.filter((intro) => intro.column > 0).map((intro) => [intro.start, intro.column]))
  if (glued.size === 0) return { lines: input, intros }
  const lines = input.flatMap((line, at) => {
    const column = glued.get(at)
    if (!column) return [line]
    const cut = line.raw.indexOf(line.body) + column
    return [line.raw.slice(0, cut), line.raw.slice(cut)].map((raw) => ({ ...line, ...readLine(raw), html: line.html, indented: line.indented }))
  })
  return { lines, intros: findIntros(lines) }
}

function walk(lines: Line[], intros: Intro[]): Role[] {
  const roles: Role[] = lines.map((line) => (isBlank(line) ? 'blank' : line.depth > 0 || line.html === 'quoted' ? 'quote' : 'own'))
  const starts = new Set(intros.map((intro) => intro.start))
  let resumeOwn = 0
  const lastQuoted = lines.findLastIndex((line) => line.html === 'quoted')
  for (const intro of intros) {
    if (lines[intro.start]!.depth > 0 || intro.start < resumeOwn) continue
    const next = nextFilled(lines, intro.end + 1)
    if (!isBelieved(intro, lines[next])) continue
    for (let at = intro.start; at <= intro.end; at++) if (roles[at] !== 'blank') roles[at] = 'intro'
    if (next >= lines.length || starts.has(next)) continue
    if (lines[next]!.depth > 0 && intro.kind !== 'marker') continue
    resumeOwn = lines[next]!.indented && lines[next]!.html !== 'quoted' ? ownAfterIndent(lines, next) : ownAfterQuote(lines, next, lastQuoted)
    for (let at = next; at < resumeOwn; at++) if (roles[at] !== 'blank') roles[at] = 'quote'
  }
  return roles
}

/** A weak attribution counts only when a quotation follows it at once. */
function isBelieved(intro: Intro, next: Line | undefined): boolean {
  if (intro.strength === 'strong') return true
  return next !== undefined && (next.depth > 0 || next.html === 'quoted' || next.indented)
}

/**
 * Without ">" a quotation goes on to the end, unless the HTML shows where its element closes and the customer's words go on.
 */
function ownAfterQuote(lines: Line[], from: number, lastQuoted: number): number {
  if (lines[from]!.html !== 'quoted') return lines.length
  for (let at = from + 1; at < lines.length; at++) if (lines[at]!.html === 'own' && isStretchOwn(lines, at, lastQuoted)) return at
  return lines.length
}

/** A plain blockquote under an attribution quotes as far as it reaches. */
function ownAfterIndent(lines: Line[], from: number): number {
  for (let at = from + 1; at < lines.length; at++) if (lines[at]!.html !== null && !lines[at]!.indented) return at
  return lines.length
}

/** Own words between quoted ones are an answer; a lone unmatched line is not enough to reopen the message. */
function isStretchOwn(lines: Line[], at: number, lastQuoted: number): boolean {
  const next = nextFilled(lines, at + 1)
  return at > lastQuoted || next >= lines.length || lines[next]!.html !== null
}

/**
 * A quoted line that an app broke leaves its end without ">": it belongs to the quotation around it. Only a broken link counts, or, where the
 * customer already wrote above the quotation, words that did not fit on the line: a short answer between quoted lines must not be hidden.
 */
function joinOrphans(lines: Line[], roles: Role[]): void {
  const firstQuote = roles.indexOf('quote')
  const wroteAbove = firstQuote > 0 && roles.slice(0, firstQuote).includes('own')
  for (let at = 1; at + 1 < lines.length; at++) {
    if (roles[at] !== 'own' || lines[at]!.html === 'own') continue
    const above = lines[at - 1]!
    const below = lines[at + 1]!
    if (above.depth === 0 || below.depth === 0) continue
    const body = lines[at]!.body.slice(0, 600)
    const wrapped = wroteAbove && !isBlank(above) && overflows(above, body)
    const brokenLink = /(?:<|\()(?:https?:|mailto:)[^\s>)]*$/i.test(above.body.slice(-600)) || /^\(?https?:\/\/\S+\)?\s?>?$/i.test(body)
    if (wrapped || brokenLink) roles[at] = 'quote'
  }
}

/** The first word would have passed the column at which apps wrap (72 to 80), and the line above does not end a sentence. */
function overflows(above: Line, body: string): boolean {
  const word = body.split(' ', 1)[0]!.length
  return body.length < 80 && above.raw.length <= 84 && above.raw.length + word >= 72 && !/[.?!:;,।。]$/.test(above.body)
}

/** Runs of lines with the same role, blanks left out. */
function runsOf(roles: Role[]): Run[] {
  const runs: Run[] = []
  roles.forEach((role, at) => {
    if (role === 'blank') return
    const last = runs.at(-1)
    if (last && last.role === role) last.end = at
    else runs.push({ role, start: at, end: at })
  })
  return runs
}

const measure = /^[≥<=\s]*(?:[₹$€£]|rs\.?|inr|r\$|usd|eur)?\s?\p{N}/iu

/** ">" at the start of a line may be a comparison ("> 5 kg") or the customer's own mark-down; such lines go back to the customer. */
function judgeAngleRuns(lines: Line[], roles: Role[]): void {
  const runs = runsOf(roles)
  runs.forEach((run, i) => {
    if (run.role !== 'quote' || lines[run.start]!.depth === 0) return
    const filled = lines.slice(run.start, run.end + 1).filter((line) => !isBlank(line))
    if (filled.some((line) => line.html === 'quoted') || runs[i - 1]?.role === 'intro') return
    const single = filled.length === 1
    if (filled.every((line) => line.html === 'own')) return makeOwn(lines, roles, run)
    if (filled.length <= 2 && filled.every((line) => line.depth === 1 && measure.test(line.body) && line.body.length < 90))
      return makeOwn(lines, roles, run)
    if (single && filled[0]!.depth > 2 && /[<>]/.test(filled[0]!.body)) return makeOwn(lines, roles, run)
    const above = runs[i - 1]
    if (above?.role === 'own' && /[:：]$/u.test(lines[above.end]!.body.slice(-3)) && run.start - above.end <= 2) makeOwn(lines, roles, run)
  })
}

function makeOwn(lines: Line[], roles: Role[], run: Run): void {
  for (let at = run.start; at <= run.end; at++) if (!isBlank(lines[at]!)) roles[at] = 'own'
}

function foldSignatures(lines: Line[], roles: Role[]): void {
  const runs = runsOf(roles)
  const firstFilled = runs[0]?.start
  for (const [i, run] of runs.entries()) {
    if (run.role !== 'own') continue
    const next = runs[i + 1]
    const segment = lines.slice(run.start, run.end + 1)
    if (run.start === firstFilled)
      for (let at = 0; at < findBannerEnd(segment); at++) if (roles[run.start + at] === 'own') roles[run.start + at] = 'signature'
    const from = findSignatureStart(
      segment.map((line) => ({ ...line, body: isBlank(line) ? '' : line.body })),
      next !== undefined && lines[next.start]!.depth === 0,
    )
    for (let at = run.start + from; at <= run.end; at++) if (roles[at] === 'own') roles[at] = 'signature'
  }
}

/**
 * Interleaved answers keep the quoted lines above them in sight. A quotation above or below one block of new words is folded,
 * except one without attribution in the middle: there the customer chose the lines.
 */
function keepAnswered(lines: Line[], roles: Role[], kept: boolean[]): void {
  const runs = runsOf(roles).filter((run) => run.role === 'own' || run.role === 'quote' || run.role === 'intro')
  const lastOwn = runs.findLastIndex((run) => run.role === 'own')
  const firstQuote = runs.findIndex((run) => run.role === 'quote')
  const lastQuote = runs.findLastIndex((run) => run.role === 'quote')
  const interleaved = runs.some((run, i) => run.role === 'own' && i > firstQuote && i < lastQuote)
  runs.forEach((run, i) => {
    if (run.role !== 'quote' || i > lastOwn || lines[run.start]!.depth === 0) return
    const chosen = runs[i - 1]?.role === 'own'
    if (interleaved || chosen) for (let at = run.start; at <= run.end; at++) kept[at] = true
  })
}
