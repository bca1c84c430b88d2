import anyAscii from 'any-ascii'
import { functionWords } from './function-words.ts'
import { nasalEndings, spokenBeginnings, spokenInitials } from './loanwords.ts'
import { memo } from './memo.ts'
import { transliterate } from './transliterate.ts'
import { searchKey } from './words.ts'

const isAscii = /^[a-z0-9]*$/
const isBrahmic = /[\u0900-\u0d7f]/

/**
 * The text as it sounds, in a coarse Latin spelling that is the same whichever script or romanisation it was written in, one word per word of
 * `searchKey`: "రీఫండ్ ఎప్పుడు", "refund eppudu" and "reefund yeppudu" come close or agree. For trigram similarity and cross-script search.
 */
export function romanKey(text: string): string {
  return romanOfKey(searchKey(text))
}

/** `romanKey` of a text that is folded already (the output of `searchKey`). */
export function romanOfKey(key: string): string {
  return key === '' ? '' : key.split(' ').map(romanOfWord).join(' ')
}

/** People repeat words: remembering them makes a long text six times faster. The bound keeps the memory under a few megabytes. */
const rememberedWords = 20_000

const romanOfWord = memo(
  rememberedWords,
  (word) => soften(isAscii.test(word) ? spokenForm(word) : isBrahmic.test(word) ? transliterate(word) : otherScript(word)) || word,
)

const otherScript = (word: string) =>
  anyAscii(word)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** Beginnings are looked up by their first letters only, so that most words cost one map access. */
const beginnings = Map.groupBy(
  Object.entries(spokenBeginnings).sort((a, b) => b[0].length - a[0].length),
  ([spelling]) => spelling.slice(0, 2),
)

const wholeWords = new Map(Object.entries({ ...spokenInitials, ...nasalEndings }))

function spokenForm(word: string): string {
  const known = wholeWords.get(word)
  if (known) return known
  const match = beginnings.get(word.slice(0, 2))?.find(([spelling]) => word.startsWith(spelling))
  const spoken = match ? match[1] + word.slice(match[0].length).replace(/^e(?=$|[rs])/, '') : word
  return spoken
    .replace(/[ts]ion/g, 'shan')
    .replace(/ght/g, 't')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/y(?![aeiou])/g, 'i')
}

/** What romanisers do not agree on: vowel length, aspiration, v and w, z and j, doubled letters. */
function soften(spoken: string): string {
  return spoken
    .replace(/ph/g, 'f')
    .replace(/zh/g, 'l')
    .replace(/z/g, 'j')
    .replace(/x/g, 'ks')
    .replace(/q/g, 'k')
    .replace(/ck/g, 'k')
    .replace(/ch+/g, 'C')
    .replace(/c/g, 'k')
    .replace(/C/g, 'c')
    .replace(/sh/g, 's')
    .replace(/w/g, 'v')
    .replace(/(?<=[bcdfgjklmnprstv])h/g, '')
    .replace(/ee|ea|ie|ii/g, 'i')
    .replace(/oo|uu|ou/g, 'u')
    .replace(/a[iye](?![aeiou])|e[iy](?![aeiou])/g, 'i')
    .replace(/a[uv](?![aeiou])|o[v](?![aeiou])/g, 'u')
    .replace(/(?<![a-z])y(?=[ei])/g, '')
    .replace(/e/g, 'i')
    .replace(/o/g, 'u')
    .replace(/y/g, 'i')
    .replace(/([a-z])\1+/g, '$1')
}

/**
 * The consonants of each word of a `romanKey`, voiced and voiceless stops alike, any first vowel as `a`: what is left of a word when
 * its vowels are guessed ("refund", "रिफंड", "rifand": `rpnt`). Words with fewer than two sounds and digits give none.
 */
export function soundKeys(roman: string): string[] {
  if (roman === '') return []
  return roman
    .split(' ')
    .map(soundOf)
    .filter((sound) => sound !== '')
}

const soundOfWord = memo(rememberedWords, (word) => (functionWords.has(word) ? '' : soundOf(romanOfWord(word))))

/** The sound keys of a folded text (the output of `searchKey`), each once. Remembered by word, like `romanOfKey`. */
export function soundsOfKey(key: string): Set<string> {
  const sounds = new Set<string>()
  for (const word of key.split(' ')) {
    const sound = soundOfWord(word)
    if (sound !== '') sounds.add(sound)
  }
  return sounds
}

const voiceless: Record<string, string> = { g: 'k', d: 't', b: 'p', f: 'p', c: 's' }

/** The sound key of one word of a `romanKey`; empty when too little is left to tell words apart. */
export function soundOf(roman: string): string {
  if (/\d/.test(roman)) return ''
  const sound = roman
    .replace(/^[aiu]/, 'A')
    .replace(/[aiu]/g, '')
    .replace(/(?<=.)h/g, '')
    .replace(/[gdbfc]/g, (letter) => voiceless[letter]!)
    .replace(/([a-z])\1+/g, '$1')
    .toLowerCase()
  return sound.length < 2 ? '' : sound
}
