import type { HtmlView } from './html-words.ts'
import { isBlank, type Line } from './lines.ts'

interface Words {
  words: string[]
  marks: Uint8Array
  /** 1 where the HTML text itself shows a ">" before the word, so that a ">" in the text view is a letter and not a quote mark. */
  afterAngle: Uint8Array
  /** 1 inside a blockquote. */
  indented: Uint8Array
}

const markNames = ['own', 'quoted', 'signature'] as const
/** How far ahead a word is looked for before three words in a row must match. */
const nearWindow = 12

/**
 * Carries the HTML's marks over to the lines of the text view, by walking both word sequences once.
 * A line gets a mark only when at least half of its words were found and all of them agree. Linear: three-word anchors are indexed.
 */
export function markLines(lines: Line[], view: HtmlView): void {
  const html = collectWords(view)
  const anchors = indexAnchors(html.words)
  const all: { word: string; line: number }[] = []
  lines.forEach((line, at) => {
    for (const word of wordsOf(line.body)) all.push({ word, line: at })
  })
  const found = lines.map(() => ({ words: 0, seen: [0, 0, 0], indented: 0, angle: false }))
  let at = 0
  for (let i = 0; i < all.length; i++) {
    const { word, line } = all[i]!
    const tally = found[line]!
    tally.words++
    const match = findWord(html, anchors, at, word, all[i + 1]?.word, all[i + 2]?.word)
    if (match < 0) continue
    if (tally.words === 1) tally.angle = html.afterAngle[match] === 1
    tally.seen[html.marks[match]!]!++
    tally.indented += html.indented[match]!
    at = match + 1
  }
  lines.forEach((line, i) => setMark(line, found[i]!))
}

function setMark(line: Line, tally: { words: number; seen: number[]; indented: number; angle: boolean }): void {
  const [own = 0, quoted = 0, signature = 0] = tally.seen
  const total = own + quoted + signature
  if (isBlank(line) || total === 0 || total * 2 < tally.words) return
  const most = Math.max(own, quoted, signature)
  if (most < total * 0.8) return
  line.html = markNames[tally.seen.indexOf(most)]!
  line.indented = tally.indented * 2 > total
  if (line.html === 'own' && line.depth > 0 && tally.angle) {
    line.body = line.raw.trim()
    line.depth = 0
  }
}

function collectWords(view: HtmlView): Words {
  const words: string[] = []
  const marks: number[] = []
  const afterAngle: number[] = []
  const indented: number[] = []
  for (const line of view.lines) {
    const mark = markNames.indexOf(line.mark)
    const angle = /^\s*>/.test(line.text)
    let first = true
    for (const word of wordsOf(line.text)) {
      words.push(word)
      marks.push(mark)
      indented.push(line.depth > 0 ? 1 : 0)
      afterAngle.push(angle && first ? 1 : 0)
      first = false
    }
  }
  return { words, marks: Uint8Array.from(marks), afterAngle: Uint8Array.from(afterAngle), indented: Uint8Array.from(indented) }
}

/** Letters and digits only: what survives every way of turning HTML into text. */
const wordsOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

function indexAnchors(words: string[]): Map<string, number[]> {
  const anchors = new Map<string, number[]>()
  for (let i = 0; i + 2 < words.length; i++) {
    const key = `${words[i]} ${words[i + 1]} ${words[i + 2]}`
    const places = anchors.get(key)
    if (!places) anchors.set(key, [i])
    else if (places.length < 64) places.push(i)
  }
  return anchors
}

function findWord(html: Words, anchors: Map<string, number[]>, from: number, word: string, next?: string, afterNext?: string): number {
  if (html.words[from] === word) return from
  for (let at = from + 1; at < from + nearWindow && at < html.words.length; at++) {
    if (html.words[at] === word && (next === undefined || html.words[at + 1] === next || at <= from + 2)) return at
  }
  if (next === undefined || afterNext === undefined) return -1
  return anchors.get(`${word} ${next} ${afterNext}`)?.find((place) => place >= from) ?? -1
}
