/** More than this is not read to guess a charset. */
const sampleBytes = 32_768

/** Text with UTF-8 letters and some broken bytes (cut in the middle of a letter, a Latin-1 signature): at least nine in ten letters are whole. */
export function isMostlyUtf8(bytes: Buffer): boolean {
  let whole = 0
  let broken = 0
  const end = Math.min(bytes.length, sampleBytes)
  for (let i = 0; i < end; i++) {
    const c = bytes[i]!
    if (c < 0x80) continue
    const extra = c >= 0xf0 && c < 0xf5 ? 3 : c >= 0xe0 ? (c < 0xf0 ? 2 : 0) : c >= 0xc2 ? 1 : 0
    let n = 0
    while (n < extra && (bytes[i + n + 1] ?? 0) >> 6 === 2) n++
    if (extra > 0 && n === extra) whole++
    else if (extra === 0 || i + n + 1 < bytes.length) broken++
    i += n
  }
  return whole > 0 && whole >= broken * 9
}

/**
 * Guesses the charset of 8-bit text that is not UTF-8: by byte patterns and letter frequency among the charsets that mail is still written in.
 * Latin text, and whatever fits nothing, is windows-1252.
 */
export function detectCharset(bytes: Buffer): string {
  const sample = bytes.length > sampleBytes ? bytes.subarray(0, sampleBytes) : bytes
  const shape = measure(sample)
  if (shape.isUtf16 !== null) return shape.isUtf16
  if (shape.high === 0) return 'us-ascii'
  if (shape.high < fewestLetters || shape.beside < shape.high * 0.6) return detectLatin(sample)
  let best = 'windows-1252'
  let bestScore = 0.25
  for (const candidate of candidates) {
    const score = candidate.score(sample, shape) * (candidate.isSingleByte ? 1 - shape.mixedWords : 1)
    if (score > bestScore) {
      best = candidate.charset
      bestScore = score
    }
  }
  return best
}

/** Fewer high bytes say nothing of the script: "Grüße" has two side by side. */
const fewestLetters = 4

interface Shape {
  high: number
  beside: number
  /** Share of the words with high bytes that hold ASCII letters too: Latin words do, Cyrillic, Greek or Thai ones do not. */
  mixedWords: number
  isUtf16: 'utf-16le' | 'utf-16be' | null
}

function measure(sample: Buffer): Shape {
  let high = 0
  let beside = 0
  let evenZeros = 0
  let oddZeros = 0
  for (let i = 0; i < sample.length; i++) {
    const c = sample[i]!
    if (c === 0) {
      if (i % 2) oddZeros++
      else evenZeros++
    }
    if (c < 0x80) continue
    high++
    if ((sample[i - 1] ?? 0) >= 0x80 || (sample[i + 1] ?? 0) >= 0x80) beside++
  }
  const half = sample.length / 2
  const isUtf16 = oddZeros > half * 0.6 && evenZeros < half * 0.05 ? 'utf-16le' : evenZeros > half * 0.6 && oddZeros < half * 0.05 ? 'utf-16be' : null
  return { high, beside, mixedWords: mixedWords(sample), isUtf16 }
}

function mixedWords(sample: Buffer): number {
  let words = 0
  let mixed = 0
  let hasHigh = false
  let hasAscii = false
  for (let i = 0; i <= sample.length; i++) {
    const c = sample[i] ?? 32
    if (c >= 0x80) hasHigh = true
    else if (isLetter(c)) hasAscii = true
    else {
      if (hasHigh) words++
      if (hasHigh && hasAscii) mixed++
      hasHigh = hasAscii = false
    }
  }
  return words === 0 ? 0 : mixed / words
}

interface Candidate {
  charset: string
  isSingleByte?: true
  /** 0 (impossible) … 1 (just like it). */
  score: (sample: Buffer, shape: Shape) => number
}

const candidates: Candidate[] = [
  { charset: 'shift_jis', score: (sample, shape) => pairs(sample, shape, isShiftJisLead, isShiftJisTrail, isCommonShiftJis, true) },
  {
    charset: 'euc-jp',
    score: (sample, shape) =>
      pairs(sample, shape, isEucLead, isEucTrail, (a) => a === 0xa4 || a === 0xa5 || (a >= 0xb0 && a <= 0xcf ? 0.5 : 0), false),
  },
  { charset: 'euc-kr', score: (sample, shape) => pairs(sample, shape, isEucLead, isEucTrail, (a) => a >= 0xb0 && a <= 0xc8 && 0.93, false) },
  {
    charset: 'gbk',
    score: (sample, shape) =>
      pairs(
        sample,
        shape,
        (a) => a >= 0x81 && a <= 0xfe,
        (b) => b >= 0x40 && b !== 0x7f && b <= 0xfe,
        isCommonGbk,
        false,
      ),
  },
  {
    charset: 'big5',
    score: (sample, shape) =>
      pairs(
        sample,
        shape,
        (a) => a >= 0xa1 && a <= 0xf9,
        (b) => (b >= 0x40 && b <= 0x7e) || (b >= 0xa1 && b <= 0xfe),
        isCommonBig5,
        false,
      ),
  },
  { charset: 'windows-1251', isSingleByte: true, score: (sample) => letters(sample, cyrillic1251) },
  { charset: 'koi8-r', isSingleByte: true, score: (sample) => letters(sample, cyrillicKoi8) },
  { charset: 'iso-8859-5', isSingleByte: true, score: (sample) => letters(sample, cyrillicIso) * 0.97 },
  { charset: 'ibm866', isSingleByte: true, score: (sample) => letters(sample, cyrillic866) * 0.95 },
  { charset: 'windows-1253', isSingleByte: true, score: (sample) => letters(sample, greek) },
  { charset: 'windows-1255', isSingleByte: true, score: (sample) => letters(sample, hebrew) },
  { charset: 'windows-1256', isSingleByte: true, score: (sample) => letters(sample, arabic) },
  { charset: 'windows-874', isSingleByte: true, score: (sample) => letters(sample, thai) },
]

type Commonness = (lead: number, trail: number) => number | boolean

/** Share of high bytes explained by double-byte letters that are common in the language; broken pairs count against it. */
function pairs(
  sample: Buffer,
  shape: Shape,
  isLead: (a: number) => boolean,
  isTrail: (b: number) => boolean,
  common: Commonness,
  allowsSingles: boolean,
): number {
  let good = 0
  let total = 0
  let broken = 0
  for (let i = 0; i < sample.length; i++) {
    const a = sample[i]!
    if (a < 0x80) continue
    if (allowsSingles && a >= 0xa1 && a <= 0xdf) {
      total++
      good += 0.3
      continue
    }
    total++
    if (i + 1 >= sample.length) break
    const b = sample[i + 1]!
    if (isLead(a) && isTrail(b)) {
      good += Number(common(a, b))
      i++
    } else broken++
  }
  if (broken > Math.max(1, shape.high * 0.02) || total === 0) return 0
  return good / total
}

const isShiftJisLead = (a: number) => (a >= 0x81 && a <= 0x9f) || (a >= 0xe0 && a <= 0xfc)
const isShiftJisTrail = (b: number) => b >= 0x40 && b !== 0x7f && b <= 0xfc
/** Kana and punctuation rows, then the everyday kanji of JIS level 1 (0x88–0x97). */
const isCommonShiftJis: Commonness = (a) => (a === 0x82 || a === 0x83 || a === 0x81 ? 1 : a >= 0x88 && a <= 0x97 ? 0.7 : 0.2)
const isEucLead = (a: number) => (a >= 0xa1 && a <= 0xfe) || a === 0x8e
const isEucTrail = (b: number) => b >= 0xa1 && b <= 0xfe
/** GB 2312 level 1 is ordered by sound and holds the 3,755 everyday letters (rows B0–D7); A1–A3 is punctuation. */
const isCommonGbk: Commonness = (a, b) => (b < 0xa1 ? 0.1 : a >= 0xb0 && a <= 0xd7 ? 0.9 : a === 0xa1 || a === 0xa3 ? 0.8 : 0.2)
/** Big5 level 1 (A4–C6) holds the 5,401 everyday letters; A1–A3 is punctuation. Half of its trail bytes are below 0x7f, which sets it apart from GBK. */
const isCommonBig5: Commonness = (a, b) => (a >= 0xa4 && a <= 0xc6 ? (b < 0x7f ? 1 : 0.82) : a === 0xa1 ? 0.8 : 0.2)

interface Alphabet {
  /** Weight by byte: 1 common small letter, less for rare and capital letters, absent = not of this script. */
  weights: Float32Array
}

function alphabet(charset: string, common: string, others: [from: number, to: number][]): Alphabet {
  const decoder = new TextDecoder(charset)
  const weights = new Float32Array(256)
  for (const [from, to] of others) weights.fill(0.35, from, to + 1)
  for (let byte = 0x80; byte < 256; byte++) if (common.includes(decoder.decode(Uint8Array.of(byte)))) weights[byte] = 1
  return { weights }
}

/** Mean weight of the high bytes; bytes foreign to the script weigh -1. */
function letters(sample: Buffer, { weights }: Alphabet): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < sample.length; i++) {
    const c = sample[i]!
    if (c < 0x80 || c === 0xa0) continue
    total++
    const weight = weights[c]!
    sum += weight === 0 ? -1 : weight
  }
  return total === 0 ? 0 : sum / total
}

const commonCyrillic = 'оеаинтсрвл'
const cyrillic1251 = alphabet('windows-1251', commonCyrillic, [
  [0xc0, 0xff],
  [0xa8, 0xa8],
  [0xb8, 0xb8],
  [0xab, 0xab],
  [0xbb, 0xbb],
  [0x93, 0x97],
  [0xb9, 0xb9],
])
const cyrillicKoi8 = alphabet('koi8-r', commonCyrillic, [
  [0xc0, 0xff],
  [0xa3, 0xa3],
  [0xb3, 0xb3],
])
const cyrillicIso = alphabet('iso-8859-5', commonCyrillic, [
  [0xb0, 0xef],
  [0xa1, 0xa1],
  [0xf0, 0xf1],
])
const cyrillic866 = alphabet('ibm866', commonCyrillic, [
  [0x80, 0xaf],
  [0xe0, 0xf1],
])
const greek = alphabet('windows-1253', 'αοιετσνηυρπκ', [[0xb8, 0xfe]])
const hebrew = alphabet('windows-1255', 'יוהלאמרתבש', [[0xe0, 0xfa]])
const arabic = alphabet('windows-1256', 'اليمونرتبةع', [
  [0xc0, 0xdf],
  [0xe1, 0xe1],
  [0xe3, 0xe6],
  [0xec, 0xed],
  [0xa1, 0xa1],
  [0xba, 0xbf],
  [0x81, 0x8e],
])
const thai = alphabet('windows-874', 'านรอกเงมยลวดทสตะ่้ั', [
  [0xa1, 0xda],
  [0xdf, 0xfb],
])

/** Latin scripts: Polish, Czech and Hungarian letters where windows-1252 would show signs inside words; otherwise windows-1252. */
function detectLatin(sample: Buffer): string {
  let signsInWords = 0
  let high = 0
  for (let i = 1; i < sample.length - 1; i++) {
    const c = sample[i]!
    if (c < 0x80) continue
    high++
    const isInWord = isLetter(sample[i - 1]!) && isLetter(sample[i + 1]!)
    if (isInWord && centralEuropean.has(c)) signsInWords++
  }
  return high >= 3 && signsInWords * 5 >= high && signsInWords >= 2 ? 'windows-1250' : 'windows-1252'
}

const isLetter = (c: number) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
/** In windows-1250 ł ą ş ľ ż ť ź; in windows-1252 the signs ³ ¹ º ¾ ¿ and two rare letters. */
const centralEuropean = new Set([0xb3, 0xb9, 0xba, 0xbe, 0xbf, 0x9d, 0x9f, 0xa3])
