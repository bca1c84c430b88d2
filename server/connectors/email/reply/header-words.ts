import { headerLabels, type HeaderKind } from './header-labels.ts'

const kindOf = new Map<string, HeaderKind>()
for (const kind of Object.keys(headerLabels) as HeaderKind[]) {
  for (const label of headerLabels[kind]) if (!kindOf.has(label.toLowerCase())) kindOf.set(label.toLowerCase(), kind)
}

/** Longer than the longest label with its bold marks, bars and indents. */
const labelReach = 48
const decoration = /^[\s*_|>•·]+|[\s*_|]+$/gu

/**
 * The header a line states, or null: `*From:* value`, `**From :** value`, `From：value`; the marks around are the plain-text form of bold type and tables.
 * The value is trimmed and may be empty (tables put it on the next line).
 */
export function readHeader(body: string): { kind: HeaderKind; value: string } | null {
  const colon = body.slice(0, labelReach).search(/[:：]/)
  if (colon < 1) return null
  const kind = kindOf.get(body.slice(0, colon).replaceAll(decoration, '').toLowerCase())
  return kind
    ? {
        kind,
        value: body
          .slice(colon + 1)
          .replaceAll(/[*_|]/g, ' ')
          .trim(),
      }
    : null
}

/** The kinds of header named anywhere in one line: a label is the one to three words before a colon. */
export function headersInside(body: string): Set<HeaderKind> {
  const kinds = new Set<HeaderKind>()
  for (const part of body.split(/[:：]/).slice(0, 40)) {
    const words = part
      .replaceAll(decoration, '')
      .toLowerCase()
      .split(/[\s*_|]+/)
    for (let count = 1; count <= 3; count++) {
      const kind = kindOf.get(words.slice(-count).join(' '))
      if (kind) kinds.add(kind)
    }
  }
  return kinds
}
