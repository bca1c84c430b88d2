import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const light = tokensAfter(":root,\n[data-theme='light'] {")
const dark = tokensAfter("[data-theme='dark'] {")

const pairs: [ink: string, ground: string, least: number][] = [
  ...['ink', 'ink-2', 'ink-3', 'primary', 'danger', 'success', 'info', 'strain', 'attention-ink'].flatMap((ink) =>
    ['canvas', 'surface', 'raised'].map((ground): [string, string, number] => [ink, ground, 4.5]),
  ),
  ...['attention-ink', 'strain', 'danger', 'success', 'info', 'primary'].map((ink): [string, string, number] => [
    ink,
    `${ink.replace('-ink', '')}-tint`,
    4.5,
  ]),
  ...['bubble-in', 'bubble-out', 'bubble-note'].map((ground): [string, string, number] => ['ink', ground, 7]),
  ['ink-2', 'primary-tint', 4.5],
  ['ink-3', 'primary-tint', 4.5],
  ['ink-2', 'bubble-out', 4.5],
  ['ink-2', 'bubble-note', 4.5],
  ['on-primary', 'primary', 4.5],
  ['on-primary', 'primary-hover', 4.5],
  ['on-danger', 'danger', 4.5],
  ['border-strong', 'surface', 3],
  ['border-strong', 'canvas', 3],
  ['focus', 'canvas', 3],
  ['focus', 'surface', 3],
  ['focus', 'primary-tint', 3],
]
for (const [theme, tokens] of [
  ['light', light],
  ['dark', dark],
] as const) {
  test(`every pair of ink and ground is legible in the ${theme} theme`, () => {
    for (const [ink, ground, least] of pairs) {
      const ratio = contrast(hex(tokens, ink), hex(tokens, ground))
      assert.ok(ratio >= least, `${ink} on ${ground}: ${ratio.toFixed(2)} is under ${least}`)
    }
  })
}

test('dark by the system and dark by choice are the same', () => {
  assert.deepEqual(tokensAfter(':root:not([data-theme]) {'), dark)
})

test('light and dark name the same tokens', () => {
  assert.deepEqual([...light.keys()], [...dark.keys()])
})

function tokensAfter(opening: string): Map<string, string> {
  const start = css.indexOf(opening)
  assert.ok(start >= 0, opening)
  const body = css.slice(start + opening.length, css.indexOf('}', start))
  return new Map([...body.matchAll(/--([\w-]+): ([^;]+);/g)].map((match) => [match[1]!, match[2]!]))
}

function hex(tokens: Map<string, string>, name: string): string {
  const value = tokens.get(name)
  assert.match(value ?? '', /^#[0-9a-f]{6}$/, name)
  return value!
}

/** WCAG 2.2 contrast ratio, w3.org/TR/WCAG22/#dfn-contrast-ratio. */
function contrast(a: string, b: string): number {
  const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (bright + 0.05) / (dim + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
