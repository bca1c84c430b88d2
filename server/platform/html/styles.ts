/** Properties that shape text and boxes in place. None takes an element out of the flow, fetches, runs, animates or listens. */
const allowedProperties = new Set(
  [
    'color background-color opacity',
    'font font-family font-size font-style font-weight font-variant line-height letter-spacing word-spacing',
    'text-align text-decoration text-decoration-line text-decoration-color text-indent text-transform text-overflow vertical-align white-space word-break word-wrap overflow-wrap direction unicode-bidi',
    'width height min-width min-height max-width max-height box-sizing display float clear visibility',
    'margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left',
    'border border-top border-right border-bottom border-left border-color border-style border-width border-radius border-collapse border-spacing',
    'border-top-color border-top-style border-top-width border-right-color border-right-style border-right-width border-bottom-color border-bottom-style border-bottom-width border-left-color border-left-style border-left-width',
    'border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius',
    'list-style list-style-type list-style-position table-layout empty-cells caption-side',
  ].flatMap((names) => names.split(' ')),
)
/** A background may be written short; only its colour is taken over. */
const colour = /^(?:#[0-9a-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\([0-9.,%\s/]{1,60}\))$/i
/** Letters, digits, units, quotes for font names, and the colour functions. No backslash, no at-sign, no other function, no comment. */
const plainValue = /^(?:[\p{L}\p{N}\s#%.,!+"'_-]|(?:rgb|hsl)a?\([0-9.,%\s/]{1,60}\)|\/(?!\*))+$/iu
const display =
  /^(?:none|block|inline|inline-block|list-item|table|inline-table|table-row|table-cell|table-row-group|table-header-group|table-footer-group|table-column|table-caption)$/i
const longestStyle = 20_000
const mostDeclarations = 200

/** The declarations of a style attribute that may stay, or an empty string. Linear; a declaration that is not understood whole is dropped whole. */
export function filterStyle(style: string): string {
  const kept: string[] = []
  const declarations = style.slice(0, longestStyle).split(';', mostDeclarations)
  for (const declaration of declarations) {
    const colon = declaration.indexOf(':')
    if (colon < 0) continue
    const name = declaration.slice(0, colon).trim().toLowerCase()
    const value = declaration.slice(colon + 1).trim()
    const safe = filterDeclaration(name, value)
    if (safe !== null) kept.push(safe)
  }
  return kept.join('; ')
}

function filterDeclaration(name: string, value: string): string | null {
  if (value === '' || value.length > 300) return null
  if (name === 'background') return colour.test(value) ? `background-color: ${value}` : null
  if (!allowedProperties.has(name) || !plainValue.test(value)) return null
  if (name === 'display' && !display.test(value.replace(/\s*!important$/i, ''))) return null
  if (!hasEvenQuotes(value)) return null
  return `${name}: ${value}`
}

const hasEvenQuotes = (value: string) => (value.split('"').length & 1) === 1 && (value.split("'").length & 1) === 1
