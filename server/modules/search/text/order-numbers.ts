import { fold } from './fold.ts'

/** Words before a number that say what it is, in our languages and as romanised, folded. */
const namedBefore = new RegExp(
  '(?:order|ordr|invoice|inv|bill|awb|tracking|track|consignment|docket|ticket|booking|reference|ref|case|complaint|pnr|shipment|parcel' +
    '|pedido|nota fiscal|nf|fatura|protocolo|rastreio|rastreamento|codigo|encomenda|factura|guia|folio|orden|envio|numero' +
    '|आर्डर|ओर्डर|बिल|इनवाइस|ट्रैकिंग|शिकायत|टिकट|पीएनआर|ఆర్డర్|ఆర్డరు|బిల్లు|ట్రాకింగ్|ఫిర్యాదు|టికెట్|ഓര്ഡര്|ബില്|ബില്ല്|ട്രാക്കിങ്|ട്രാക്കിംഗ്|പരാതി|ടിക്കറ്റ്' +
    '|ஆர்டர்|பில்|டிராக்கிங்|புகார்|டிக்கெட்)[^\\p{L}\\p{N}]*(?:(?:number|no|num|nr|id|code|numero|nambar|नंबर|संख्या|నంబర్|నంబరు|നംപര്|നമ്പര്|எண்|is|hai|e|es)[^\\p{L}\\p{N}]*){0,2}$',
  'u',
)
const hash = /[#№]\s*$/
const money = /(?:[₹$€£]|\b(?:rs|inr|usd|brl|mxn|eur)\.?|रुपए|रु|రూ|രൂ|ரூ)\s*$/u
const moneyAfter = /^\s*(?:\/-|rs\b|rupees|rupay|reais|pesos|रुपए|रुपये|రూపాయలు|രൂപ|ரூபாய்|%|x\s?\d|gb\b|mb\b|kg\b|ml\b|am\b|pm\b|h\b)/u
const candidate = /(?<![\p{L}\p{M}\p{N}@.])[a-z0-9]+(?:[-/._][a-z0-9]+)*(?![\p{L}\p{M}\p{N}@])/gu

const dateOrTime = /^(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{2})$/
const amount = /^\d{1,3}(?:[.,]\d{3})*[.,]\d{2}$/
/** Universal Postal Union S10: two letters, nine digits, country. */
const postal = /^[a-z]{2}\d{9}[a-z]{2}$/

/** One code as it is compared: upper case, letters and digits only (`inv/2025/0042`: `INV20250042`). */
export function plainNumber(code: string): string {
  return fold(code)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}

/**
 * What may be an order, invoice, ticket or shipment number in a text, in the form of `plainNumber`, each once. A bare number needs six digits,
 * or a word or # before it. Amounts, dates, phone numbers, addresses and measures are left out.
 */
export function orderNumbers(text: string): string[] {
  if (!/\p{N}/u.test(text)) return []
  const folded = fold(text)
  const found = new Set<string>()
  for (const match of folded.matchAll(candidate)) {
    if (!/\d/.test(match[0])) continue
    const before = folded.slice(Math.max(0, match.index - 40), match.index)
    const after = folded.slice(match.index + match[0].length, match.index + match[0].length + 12)
    if (isOrderNumber(match[0], before, after)) found.add(plainNumber(match[0]))
  }
  return [...found]
}

function isOrderNumber(code: string, before: string, after: string): boolean {
  const plain = code.replace(/[^a-z0-9]/g, '')
  if (plain.length > 44 || dateOrTime.test(code) || amount.test(code)) return false
  if (money.test(before) || moneyAfter.test(after) || /https?:\S*$|www\.\S*$/.test(before)) return false
  const isNamed = hash.test(before) || namedBefore.test(before)
  const digits = plain.replace(/\D/g, '').length
  if (/^\d+$/.test(plain)) return isNamed ? digits >= 3 : isBareNumber(code, before, digits)
  if (postal.test(plain)) return true
  if (digits < 3 && !(isNamed && digits >= 2)) return false
  return isNamed || /^[a-z]{1,6}[-/._]?\d/.test(code) || (/\d[-/._][a-z]|[a-z][-/._]\d/.test(code) && digits >= 4)
}

/** Digits alone: six or more, unless they read like a phone number (E.164, or ten digits as an Indian mobile). */
function isBareNumber(code: string, before: string, digits: number): boolean {
  if (/[+()]\s*[\d\s()-]*$/.test(before) || /\d[\s()-]*$/.test(before)) return false
  if (/^[6-9]\d{9}$/.test(code) || /^91[6-9]\d{9}$/.test(code)) return false
  if (/^\d{2,5}[-.]\d{3,5}([-.]\d{3,5})?$/.test(code)) return false
  return digits >= 6
}
