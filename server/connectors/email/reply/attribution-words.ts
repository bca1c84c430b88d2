/**
 * How mail clients say "wrote" in the line above a quotation ("On … wrote:"), by language.
 * SOURCE: the reply headers of Gmail, Apple Mail, Thunderbird (mailnews.reply_header_*), Yahoo, Zoho and Outlook mobile in each language.
 */
const wroteByLanguage: Record<string, string[]> = {
  en: ['wrote', 'writes', 'written', 'said'],
  hi: ['ने लिखा', 'ने लिखा है', 'लिखा था', 'लिखते हैं', 'द्वारा लिखा गया'],
  te: ['ఇలా రాశారు', 'ఇలా వ్రాశారు', 'రాశారు', 'వ్రాశారు', 'రాసారు', 'రాశాడు', 'రాసింది'],
  ml: ['ഇപ്രകാരം എഴുതി', 'എഴുതി', 'എഴുതിയത്', 'എഴുതിയിരിക്കുന്നു'],
  ta: ['எழுதியது', 'எழுதினார்', 'எழுதினார்கள்', 'எழுதியுள்ளார்', 'எழுதியவை'],
  pt: ['escreveu', 'escreveram'],
  es: ['escribió', 'escribio', 'escribieron', 'va escriure'],
  fr: ['a écrit', 'a ecrit', 'écrit', 'écrivait', 'a envoyé', 'nous a dit'],
  de: ['schrieb', 'schrieben', 'geschrieben', 'hat geschrieben'],
  it: ['ha scritto', 'scritto', 'scrisse'],
  nl: ['schreef', 'geschreven', 'schreven'],
  ru: ['написал', 'написала', 'написал(а)', 'написал(-а)', 'пишет', 'писал', 'писал(а)'],
  uk: ['пише', 'написав', 'написав(ла)', 'написала'],
  ja: ['のメッセージ', 'が書きました', 'は書きました', 'のメール', '書き込みました'],
  zh: ['写道', '寫道', '写到', '寫到', '写了'],
  pl: ['napisał', 'napisała', 'napisał(a)', 'pisze'],
  sv: ['skrev'],
  no: ['skreiv'],
  fi: ['kirjoitti', 'kirjoittaa'],
  tr: ['yazdı', 'şunları yazdı', 'şunu yazdı', 'yazmış'],
  cs: ['napsal', 'napsala', 'napsal(a)', 'napísal', 'napísala', 'napísal(a)', 'píše'],
  ko: ['님이 작성', '작성', '님이 썼습니다', '님이 쓴 글'],
  mr: ['यांनी लिहिले', 'ने लिहिले', 'लिहिले', 'लिहिलं'],
  bn: ['লিখেছেন', 'লিখেছে', 'লিখলেন'],
  kn: ['ಬರೆದಿದ್ದಾರೆ', 'ಬರೆದರು', 'ಬರೆದಿದೆ'],
  gu: ['લખ્યું', 'એ લખ્યું', 'લખ્યું છે'],
  pa: ['ਲਿਖਿਆ', 'ਨੇ ਲਿਖਿਆ'],
  vi: ['đã viết', 'viết'],
  th: ['เขียนว่า', 'เขียน'],
  ar: ['كتب', 'كتبت', 'كتب/كتبت'],
  he: ['כתב', 'כתבה', 'כתב/ה', 'מאת'],
  ro: ['a scris'],
  hu: ['írta', 'ezt írta'],
  el: ['έγραψε', 'έγραψαν'],
  hr: ['napisao', 'napisala', 'je napisao'],
  id: ['menulis'],
}

/** The words that open such a line where the language has one ("On", "Le", "Am" …), by language. Languages that open with the date have none. */
const openersByLanguage: Record<string, string[]> = {
  en: ['On', 'At', 'In message', 'In a message dated'],
  fr: ['Le', 'En date de', 'En date du'],
  es: ['El', 'El día', 'En fecha'],
  pt: ['Em', 'No dia', 'A'],
  it: ['Il', 'Il giorno', 'In data'],
  de: ['Am', 'Den'],
  nl: ['Op'],
  sv: ['Den'],
  no: ['På', 'Den', 'Kl.'],
  pl: ['W dniu', 'Dnia'],
  cs: ['Dne', 'Dňa'],
  ru: ['В', 'От'],
  uk: ['В', 'У'],
  ja: [],
  zh: ['在', '于', '於'],
  vi: ['Vào', 'Vào lúc'],
  th: ['เมื่อ', 'ใน'],
  ar: ['في', 'بتاريخ'],
  he: ['בתאריך', 'ב'],
  ro: ['În', 'Pe'],
  hu: [],
  el: ['Στις', 'Την'],
  id: ['Pada'],
  mr: ['रोजी'],
}

const escapeRegex = (words: string) => words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const longestFirst = (words: string[]) => [...new Set(words)].sort((a, b) => b.length - a.length).map(escapeRegex)

const wroteWords = longestFirst(Object.values(wroteByLanguage).flat())
const openers = longestFirst(Object.values(openersByLanguage).flat())

/** A word for "wrote" anywhere in a line. Scripts without spaces (Chinese, Japanese, Korean) may attach it to a name. */
export const wrotePattern = new RegExp(
  `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Devanagari}])(?:${wroteWords.join('|')})(?![\\p{L}\\p{M}])`,
  'iu',
)

/** A line whose last words are "wrote", with or without the colon and the dashes Zoho and Notes put around it. */
export const endsWithWrotePattern = new RegExp(
  `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Devanagari}])(?:${wroteWords.join('|')})\\s?[:：]?[\\s\\-*_>]*$`,
  'iu',
)

/** A line that opens with such a word and, closely after it, a date. */
export const opensWithWordPattern = new RegExp(`^[\\s\\-*_>]{0,12}(?:${openers.join('|')})[\\s,:]{0,3}(?=[^\\n]{0,24}\\p{N})`, 'u')

/** A weekday or month, with the joiners and dots that Indic scripts write within it. */
const dateWord = '\\p{L}[\\p{L}\\p{M}\\u200c\\u200d]{0,17}[.,॰]{0,2}\\s'

/** A line that opens like an attribution: an opener followed closely by a date, or a date or weekday at once. */
export const opensWithDatePattern = new RegExp(
  `^[\\s\\-*_>]{0,12}(?:(?:${openers.join('|')})[\\s,:]{0,3}(?=[^\\n]{0,24}\\p{N})|\\p{N}{1,4}\\s?[./\\-年년,: ]|${dateWord}(?:${dateWord})?\\p{N}{1,2}[\\s.,/])`,
  'u',
)

/** An attribution that begins in the middle of a line, after the customer's own words: group 1 is what stands before it. */
export const midLineOpenerPattern = new RegExp(
  `^(.{1,2000}?(?:\\s|(?=-{2,6}\\s)))(?=-{0,6}\\s?(?:On|Le|El|Em|Il|Am|Op|Den)\\s(?:\\p{L}[\\p{L}\\p{M}]{1,12}[.,]{0,2}\\s)?(?:\\p{L}[\\p{L}\\p{M}]{1,12}[.,]{0,2}\\s)?\\p{N})`,
  'u',
)

/** First and second person before "wrote": the customer tells a story ("On 5 June I wrote:"). */
export const tellsOwnStoryPattern =
  /(?:^|[\s,])(?:I|we|you|he|she|they|it|who|your (?:agent|team|colleague|company|support|manager|website|site|app)|the (?:agent|team|website|site|app|notice|driver|courier)|ich|wir|je|j['’]|nous|vous|yo|eu|nós|मैंने|हमने|आपने)\s{0,2}(?:have |had |already |then |also |also already |a |ai |avons |avez |habe |haben )?$/iu
