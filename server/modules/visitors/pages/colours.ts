type Rgb = [number, number, number]

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb
const format = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
const mix = (from: Rgb, to: Rgb, share: number): Rgb => from.map((part, at) => part + (to[at]! - part) * share) as Rgb

/** Contrast of two colours, 1 to 21. SOURCE: WCAG 2.2, "contrast ratio" and "relative luminance". */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(parse(a)), luminance(parse(b))].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}
const luminance = (rgb: Rgb): number => {
  const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const white = '#ffffff'
const ink = '#0b1214'
/** The grounds of chat.css on which the brand's colour is written: the darkest light one, the lightest dark one. */
const grounds = { light: '#f6f3ed', dark: '#1c2428' }
/** In the dark the least contrast of WCAG is tiring. */
const leastInk = { light: 4.5, dark: 6 }

export interface Shades {
  /** The colour of filled buttons, and what is written on it. */
  brand: string
  onBrand: string
  /** The colour as text and line on the ground. */
  brandInk: string
}

/** A company's colour made readable: at least 4.5 to 1 on it and with it (6 as text in the dark), by moving it towards black or white as far as needed and no further. Pure. */
export function shadesOf(colour: string, scheme: 'light' | 'dark'): Shades {
  const ground = grounds[scheme]
  const brandInk = reach(colour, scheme === 'light' ? '#000000' : white, (tried) => contrast(tried, ground) >= leastInk[scheme])
  const onBrand = contrast(colour, white) >= contrast(colour, ink) ? white : ink
  return { brand: reach(colour, onBrand === white ? '#000000' : white, (tried) => contrast(tried, onBrand) >= 4.5), onBrand, brandInk }
}

function reach(colour: string, towards: string, isEnough: (colour: string) => boolean): string {
  for (let share = 0; share < 1; share += 0.02) {
    const tried = format(mix(parse(colour), parse(towards), share))
    if (isEnough(tried)) return tried
  }
  return towards
}

const rule = ({ brand, onBrand, brandInk }: Shades) => `--brand:${brand};--on-brand:${onBrand};--brand-ink:${brandInk}`

/** The custom properties for both schemes, as a style sheet. */
export const brandCss = (colour: string): string =>
  `:root{${rule(shadesOf(colour, 'light'))}}@media (prefers-color-scheme:dark){:root{${rule(shadesOf(colour, 'dark'))}}}`
