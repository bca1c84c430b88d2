import { detectLatin } from './detect-latin.ts'
import type { Detection, Language } from './detection.ts'
import { scriptOf, type Script } from './scripts.ts'

const byScript: Partial<Record<Script, Language>> = { devanagari: 'hi', telugu: 'te', malayalam: 'ml', tamil: 'ta' }

/** An Indic letter carries about twice what a Latin one does, and company words stay English, so a quarter of the letters decides for the Indic script. */
const leastIndicShare = 0.25

/** Marathi and Nepali share their script with Hindi; these words are theirs alone. */
const notHindi =
  /(?<![\p{L}\p{M}])(?:आहे|आहेत|नाही|मला|माझ[ाीे]|माझं|तुमच[ाीे]|आमच[ाीे]|झाल[ाीे]|झालं|पाहिजे|कधी|मिळाल[ाीे]|छ|छैन|मलाई|गर्नुहोस्|भयो|हुन्छ|तपाईं(?:को|ले)?)(?![\p{L}\p{M}])/gu
const surelyHindi =
  /(?<![\p{L}\p{M}])(?:है|हैं|हूँ|हूं|था|थी|थे|नहीं|में|मैं|मैंने|मेर[ाीे]|मुझे|आप|आपक[ाीे]|कब|क्या|और|का|की|के|को|से|ने|कर|गया|गई|रहा|रही|चाहिए|चाहिये|कीजिए|दीजिए)(?![\p{L}\p{M}])/gu

/** The language of a message, by its script first and by words and letter sequences within the Latin one. Pure; about 0.1 ms for a message of new words. */
export function detectLanguage(text: string): Detection {
  const counts = countLetters(text.slice(0, 4000))
  const letters = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (letters === 0) return { language: null, script: null, isRomanised: false, confidence: 0 }
  const latin = counts.get('latin') ?? 0
  counts.delete('latin')
  const [native, count] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), ['latin' as Script, 0])
  if (count / letters < leastIndicShare) return { ...detectLatin(text), script: 'latin' }
  const language = native === 'devanagari' && isOtherDevanagari(text) ? null : (byScript[native] ?? null)
  const confidence = language === null ? 0 : Math.min(1, (count + latin * 0.3) / letters) * Math.min(1, 0.5 + count / 16)
  return { language, script: native, isRomanised: false, confidence }
}

/** Letters and marks by script: marks count, as they do on the page. */
function countLetters(text: string): Map<Script, number> {
  const counts = new Map<Script, number>()
  let plain = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) {
      // ASCII is most of what comes: a to z by one comparison each, without the map.
      const letter = code | 0x20
      if (letter >= 0x61 && letter <= 0x7a) plain++
      continue
    }
    if (code < 0xc0 || (code >= 0x2000 && code < 0x2e80) || code >= 0xd800) continue
    const script = scriptOf(code)
    counts.set(script, (counts.get(script) ?? 0) + 1)
  }
  if (plain > 0) counts.set('latin', (counts.get('latin') ?? 0) + plain)
  return counts
}

function isOtherDevanagari(text: string): boolean {
  const foreign = text.match(notHindi)?.length ?? 0
  return foreign > 0 && foreign > (text.match(surelyHindi)?.length ?? 0)
}
