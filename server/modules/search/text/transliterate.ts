import { scriptOf, type Script } from './scripts.ts'

/** Sounds by offset in a Brahmic block. The nine blocks are parallel, so one table serves them; scripts below override what they say differently. */
const consonants: Record<number, string> = {
  0x15: 'k', 0x16: 'kh', 0x17: 'g', 0x18: 'gh', 0x19: 'ng',
  0x1a: 'ch', 0x1b: 'ch', 0x1c: 'j', 0x1d: 'jh', 0x1e: 'ny',
  0x1f: 't', 0x20: 'th', 0x21: 'd', 0x22: 'dh', 0x23: 'n',
  0x24: 't', 0x25: 'th', 0x26: 'd', 0x27: 'dh', 0x28: 'n', 0x29: 'n',
  0x2a: 'p', 0x2b: 'f', 0x2c: 'b', 0x2d: 'bh', 0x2e: 'm',
  0x2f: 'y', 0x30: 'r', 0x31: 'r', 0x32: 'l', 0x33: 'l', 0x34: 'l', 0x35: 'v',
  0x36: 'sh', 0x37: 'sh', 0x38: 's', 0x39: 'h',
} // prettier-ignore
const vowels: Record<number, string> = {
  0x05: 'a', 0x06: 'a', 0x07: 'i', 0x08: 'i', 0x09: 'u', 0x0a: 'u', 0x0b: 'ri', 0x0c: 'li', 0x0d: 'e', 0x0e: 'e', 0x0f: 'e', 0x10: 'ai',
  0x11: 'o', 0x12: 'o', 0x13: 'o', 0x14: 'au', 0x72: 'e',
} // prettier-ignore
const vowelSigns: Record<number, string> = {
  0x3e: 'a', 0x3f: 'i', 0x40: 'i', 0x41: 'u', 0x42: 'u', 0x43: 'ri', 0x44: 'ri', 0x45: 'e', 0x46: 'e', 0x47: 'e', 0x48: 'ai', 0x49: 'o',
  0x4a: 'o', 0x4b: 'o', 0x4c: 'au', 0x55: '', 0x56: '', 0x57: 'au',
} // prettier-ignore
const virama = 0x4d
/** ஃ before ப writes f (ஃபோன்). */
const aytham = 0x03
const labials = new Set([0x2a, 0x2b, 0x2c, 0x2d, 0x2e])

/** Clusters whose sound is not that of their letters, as offsets joined by the virama. */
const clusters: Partial<Record<Script, Record<string, string>>> = {
  devanagari: { '1c,1e': 'gy' },
  telugu: { '1c,1e': 'gn' },
  malayalam: { '28,31': 'nt', '31,31': 'tt', '1e,1e': 'nj', '19,19': 'ng' },
  tamil: { '31,31': 'tr', '29,31': 'ndr', '1e,1e': 'nj' },
}

/**
 * An Indic word in Latin letters, as its speakers type it on an English keyboard (vowel length is not kept). Expects a folded word;
 * letters of other scripts pass through. Hindi loses the vowels it does not pronounce.
 */
export function transliterate(word: string): string {
  const script = [...word].map((letter) => scriptOf(letter.charCodeAt(0))).find((found) => found !== 'latin' && found !== 'other')
  if (!script) return word
  const letters = spell(word, script)
  if (script === 'devanagari' || script === 'gujarati' || script === 'gurmukhi') dropSilentVowels(letters)
  return letters.map((letter) => letter.sound + letter.vowel).join('')
}

/** A consonant cluster or initial vowel with the vowel after it; `isInherent` says that the vowel is the unwritten a. */
interface Syllable {
  sound: string
  vowel: string
  isInherent: boolean
}

function spell(word: string, script: Script): Syllable[] {
  const syllables: Syllable[] = []
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index)
    const offset = code & 0x7f
    if (scriptOf(code) !== script) syllables.push({ sound: word[index]!, vowel: '', isInherent: false })
    else if (offset in consonants) index = spellConsonant(word, index, script, syllables)
    else if (offset in vowels) syllables.push({ sound: '', vowel: vowels[offset]!, isInherent: false })
    else if (offset === 0x01 || offset === 0x02)
      syllables.push({ sound: nasalBefore(word.charCodeAt(index + 1), script), vowel: '', isInherent: false })
    else if (offset === 0x03 && script === 'tamil') continue
    else if (offset === 0x03) syllables.push({ sound: 'h', vowel: '', isInherent: false })
  }
  return syllables
}

/** Appends one consonant (or a cluster with a sound of its own) and its vowel; returns the index of the last code unit used. */
function spellConsonant(word: string, at: number, script: Script, syllables: Syllable[]): number {
  const offset = word.charCodeAt(at) & 0x7f
  let last = at
  let sound = script === 'tamil' ? tamilSound(word, at) : script === 'malayalam' && offset === 0x1e ? 'nj' : consonants[offset]!
  if ((word.charCodeAt(at + 1) & 0x7f) === virama && at + 2 < word.length) {
    const joint = clusters[script]?.[`${offset.toString(16)},${(word.charCodeAt(at + 2) & 0x7f).toString(16)}`]
    if (joint) {
      sound = joint
      last = at + 2
    }
  }
  const next = word.charCodeAt(last + 1)
  if (Number.isNaN(next) || scriptOf(next) !== script) syllables.push({ sound, vowel: 'a', isInherent: true })
  else if ((next & 0x7f) === virama) {
    syllables.push({ sound, vowel: '', isInherent: false })
    last += 1
  } else if ((next & 0x7f) in vowelSigns) {
    syllables.push({ sound, vowel: vowelSigns[next & 0x7f]!, isInherent: false })
    last += 1
  } else syllables.push({ sound, vowel: 'a', isInherent: true })
  return last
}

/** The anusvara takes the place of the stop after it; at the end of a word Dravidian languages say m, the others only nasalise, which few romanise. */
function nasalBefore(next: number, script: Script): string {
  if (labials.has(next & 0x7f)) return 'm'
  if (!Number.isNaN(next)) return 'n'
  return script === 'telugu' || script === 'malayalam' || script === 'kannada' ? 'm' : ''
}

/** Tamil writes one letter for voiced and voiceless stops: hard at the start and when doubled, soft after a nasal and between vowels. */
function tamilSound(word: string, at: number): string {
  const offset = word.charCodeAt(at) & 0x7f
  if (at > 0 && (word.charCodeAt(at - 1) & 0x7f) === aytham && offset === 0x2a) return 'f'
  const soft: Record<number, string> = { 0x15: 'g', 0x1a: 's', 0x1f: 'd', 0x24: 'd' }
  if (!(offset in soft) && offset !== 0x2a) return consonants[offset]!
  const isDoubled = (word.charCodeAt(at + 1) & 0x7f) === virama && (word.charCodeAt(at + 2) & 0x7f) === offset
  const isAfterVirama = at > 1 && (word.charCodeAt(at - 1) & 0x7f) === virama
  const before = word.charCodeAt(at - 2) & 0x7f
  const isAfterNasal = isAfterVirama && [0x19, 0x1e, 0x23, 0x28, 0x29, 0x2e].includes(before)
  if (offset === 0x2a) return isAfterNasal ? 'b' : 'p'
  if (isAfterNasal) return offset === 0x1a ? 'j' : soft[offset]!
  if (offset === 0x1a) return isDoubled || isAfterVirama ? 'ch' : 's'
  return at === 0 || isDoubled || isAfterVirama ? consonants[offset]! : soft[offset]!
}

/**
 * Hindi leaves out the inherent a at a word's end and between VC and CV (आपका is apka, not apaka), decided from the right.
 * Source: Ohala, "Aspects of Hindi Phonology" (1983), the schwa deletion rule in its simple form.
 */
function dropSilentVowels(syllables: Syllable[]): void {
  const last = syllables.at(-1)
  if (last?.isInherent && syllables.length > 1) last.vowel = ''
  for (let index = syllables.length - 2; index > 0; index--) {
    const here = syllables[index]!
    const before = syllables[index - 1]!
    const after = syllables[index + 1]!
    if (here.isInherent && here.sound && before.vowel && after.sound && after.vowel) here.vowel = ''
  }
}
