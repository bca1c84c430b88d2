import { hexByte } from './q-word.ts'

/** A parameter as bytes (one character per byte) and, when RFC 2231 named one, its charset. */
export interface RawParameter {
  raw: string
  charset: string | null
}

/** A parameter as written: "name*1*" and its value. */
export interface ParameterPiece {
  name: string
  value: string
}

interface Section {
  index: number
  value: string
  isEncoded: boolean
}

/** RFC 2231: name*0, name*1*, name*; sections are put in order, percent signs decoded in those marked, the charset taken from the first. */
export function joinPieces(pieces: ParameterPiece[]): Map<string, RawParameter> {
  const parameters = new Map<string, RawParameter>()
  const sections = new Map<string, Section[]>()
  for (const { name, value } of pieces) {
    const star = name.indexOf('*')
    if (star <= 0) {
      if (!parameters.has(name)) parameters.set(name, { raw: value, charset: null })
      continue
    }
    const rest = name.slice(star + 1)
    const key = name.slice(0, star)
    const isEncoded = rest === '' || rest.endsWith('*')
    const index = Number.parseInt(rest, 10)
    const list = sections.get(key)
    const section = { index: Number.isNaN(index) ? -1 : index, value, isEncoded }
    if (list) list.push(section)
    else sections.set(key, [section])
  }
  // RFC 2231 forms win over the plain form, which senders add for old readers.
  for (const [key, list] of sections) parameters.set(key, joinSections(list, parameters.get(key)))
  return parameters
}

function joinSections(list: Section[], plain: RawParameter | undefined): RawParameter {
  const numbered = list.filter((section) => section.index >= 0)
  const chosen = numbered.length > 0 ? numbered.sort((a, b) => a.index - b.index) : list.slice(0, 1)
  let charset: string | null = null
  const values: string[] = []
  let previous = -2
  for (const section of chosen) {
    if (section.index === previous) continue
    previous = section.index
    let { value } = section
    if (section.isEncoded) {
      if (charset === null) {
        const marks = /^([^']{0,60})'([^']{0,30})'/.exec(value)
        if (marks) {
          charset = marks[1]!
          value = value.slice(marks[0].length)
        }
      }
      value = decodePercent(value)
    }
    values.push(value)
  }
  const raw = values.join('')
  if (raw === '' && plain) return plain
  // Without a charset the RFC 2047 words that some senders cut into sections are whole again only now.
  return { raw, charset }
}

function decodePercent(value: string): string {
  if (!value.includes('%')) return value
  const out: string[] = []
  let start = 0
  for (let i = value.indexOf('%'); i >= 0; i = value.indexOf('%', i + 1)) {
    const byte = hexByte(value, i + 1)
    if (byte < 0) continue
    out.push(value.slice(start, i), String.fromCharCode(byte))
    start = i + 3
    i += 2
  }
  out.push(value.slice(start))
  return out.join('')
}
