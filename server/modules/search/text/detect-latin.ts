import type { Detection, Language } from './detection.ts'
import { en } from './lexicon/en.ts'
import { es } from './lexicon/es.ts'
import { hi } from './lexicon/hi.ts'
import type { Lexicon } from './lexicon/lexicon.ts'
import { ml } from './lexicon/ml.ts'
import { others } from './lexicon/others.ts'
import { pt } from './lexicon/pt.ts'
import { ta } from './lexicon/ta.ts'
import { te } from './lexicon/te.ts'
import { letterModel, type LetterModel } from './letter-model.ts'
import { memo } from './memo.ts'
import { searchKey } from './words.ts'

const lexicons: Record<Language, Lexicon> = { en, hi, te, ml, ta, pt, es }
const languages = Object.keys(lexicons) as Language[]
const romanised = new Set<Language>(['hi', 'te', 'ml', 'ta'])

interface Knowledge {
  /** Which languages a frequent word belongs to, those we do not speak included. */
  owners: Map<string, Set<string>>
  models: Map<Language, LetterModel>
}
let held: Knowledge | undefined

/** Learnt with the first message, not with every start. */
function knowledge(): Knowledge {
  if (held) return held
  const owners = new Map<string, Set<string>>()
  for (const [language, words] of [...languages.map((code) => [code, lexicons[code].frequent] as const), ...Object.entries(others)])
    for (const word of splitWords(words)) owners.set(word, (owners.get(word) ?? new Set()).add(language))
  const learn = (code: Language) => letterModel(splitWords(`${lexicons[code].frequent} ${lexicons[code].samples}`))
  return (held = { owners, models: new Map(languages.map((code) => [code, learn(code)])) })
}

/** English words that every customer in India writes, whatever the language: they say little. */
const borrowed = new Set(
  splitWords(`order orders refund delivery deliver delivered parcel product products payment pay paid bill invoice amount account number phone mobile app email mail login password otp
    customer care service support please plz pls sir madam thanks thank you cancel cancelled return replace replacement exchange warranty machine washing fridge ac tv bank card
    upi gst tracking track courier address change update status message call complaint issue problem solution help refundable offer coupon code discount price size box item
    online website site link internet network recharge plan subscription ticket train bus doctor appointment school fees gas cylinder current meter shop store staff delay late
    damage damaged battery charger charge charges double time day days week month morning evening urgent urgently confirm confirmed process pending cash wallet money screen
    photo video shoes shirt dress color colour model new old wrong request balance debit credit deducted failed success branch office manager executive agent team company ok okay hello hi`),
)

const weight = { frequent: 1, borrowedEnglish: 0.25, letters: 0.75, mark: 1.5 }

/** Most messages say what they are in their first words; the rest is read only when these leave a doubt. */
const looks = [120, 360, 1500]
const sure = 0.6

/** The language of a text in Latin letters. Each word votes: by its owners when it is a frequent one, else by how its letters follow each other. */
export function detectLatin(text: string): Omit<Detection, 'script'> {
  let seen: Omit<Detection, 'script'> = { language: null, isRomanised: false, confidence: 0 }
  for (const length of looks) {
    seen = lookAt(text.slice(0, length))
    if (seen.confidence >= sure || text.length <= length) break
  }
  return seen
}

function lookAt(text: string): Omit<Detection, 'script'> {
  const words = searchKey(text)
    .split(' ')
    .filter((word) => /^[a-z]{1,24}$/.test(word))
  if (words.length === 0) return { language: null, isRomanised: false, confidence: 0 }
  const votes = new Map<string, number>()
  const vote = (language: string, amount: number) => votes.set(language, (votes.get(language) ?? 0) + amount)
  for (const word of words) voteByWord(word, vote)
  voteByMarks(text, vote)
  const ranked = [...votes].sort((a, b) => b[1] - a[1])
  const [first, second] = [ranked[0], ranked[1]]
  if (!first || !languages.includes(first[0] as Language)) return { language: null, isRomanised: false, confidence: 0 }
  const language = first[0] as Language
  const margin = (first[1] - (second?.[1] ?? 0)) / Math.max(first[1], 1)
  const confidence = Math.min(1, margin * 1.5) * Math.min(1, first[1] / 2)
  if (confidence < 0.08) return { language: null, isRomanised: false, confidence }
  return { language, isRomanised: romanised.has(language), confidence }
}

function voteByWord(word: string, vote: (language: string, amount: number) => void): void {
  const owning = knowledge().owners.get(word)
  if (borrowed.has(word)) return vote('en', owning?.has('en') ? weight.borrowedEnglish * 2 : weight.borrowedEnglish)
  if (owning) {
    const strength = weight.frequent * Math.min(1, 0.4 + word.length * 0.2)
    for (const language of owning) vote(language, strength / Math.sqrt(owning.size))
    return
  }
  if (word.length < 3) return
  for (const [language, share] of likelyLanguages(word)) vote(language, share * weight.letters)
}

/** How probable each language is for a word by its letters; remembered, since the models cost ten times the rest of a detection. */
const likelyLanguages = memo(5_000, (word): [language: Language, share: number][] => {
  const likely = [...knowledge().models].map(([language, model]): [Language, number] => [language, Math.exp(model(word) * 2)])
  const total = likely.reduce((sum, [, likelihood]) => sum + likelihood, 0)
  return likely.map(([language, likelihood]): [Language, number] => [language, likelihood / total])
})

/** Letters and signs that only Portuguese or only Spanish have. */
function voteByMarks(text: string, vote: (language: string, amount: number) => void): void {
  if (/[ãõ]/i.test(text.normalize('NFC'))) vote('pt', weight.mark)
  if (/[ñ¿¡]/i.test(text.normalize('NFC'))) vote('es', weight.mark)
  if (/[äöüß]/i.test(text)) vote('de', weight.mark)
}

function splitWords(words: string): string[] {
  return words.split(/\s+/).filter(Boolean)
}
