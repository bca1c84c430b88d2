/** How people sign off, by language; a line of these words alone opens a signature when contact lines follow. */
const signOffs = [
  'regards',
  'best regards',
  'kind regards',
  'warm regards',
  'warmest regards',
  'with regards',
  'with best regards',
  'with kind regards',
  'with warm regards',
  'many regards',
  'thanks and regards',
  'thanks & regards',
  'thank you and regards',
  'thanks with regards',
  'regards and thanks',
  'best',
  'all the best',
  'best wishes',
  'with best wishes',
  'cheers',
  'sincerely',
  'yours sincerely',
  'sincerely yours',
  'yours faithfully',
  'yours truly',
  'yours',
  'faithfully',
  'respectfully',
  'cordially',
  'thanks',
  'thank you',
  'many thanks',
  'thanks a lot',
  'thank you very much',
  'thanks in advance',
  'with thanks',
  'rgds',
  'br',
  'kr',
  'tks',
  'thx',
  'warmly',
  'take care',
  'namaste',
  'thanking you',
  'yours obediently',
  'atenciosamente',
  'att',
  'atte',
  'cordialmente',
  'grato',
  'grata',
  'obrigado',
  'obrigada',
  'muito obrigado',
  'muito obrigada',
  'abraços',
  'um abraço',
  'abraço',
  'abs',
  'saudações',
  'cumprimentos',
  'com os melhores cumprimentos',
  'melhores cumprimentos',
  'respeitosamente',
  'desde já agradeço',
  'saludos',
  'un saludo',
  'saludos cordiales',
  'un cordial saludo',
  'cordial saludo',
  'atentamente',
  'muy atentamente',
  'gracias',
  'muchas gracias',
  'reciba un cordial saludo',
  'quedo atento',
  'quedo atenta',
  'abrazo',
  'un abrazo',
  'cordialement',
  'bien cordialement',
  'très cordialement',
  'bien à vous',
  'cdlt',
  'cdt',
  'merci',
  'merci beaucoup',
  "merci d['’]avance",
  'salutations',
  'sincères salutations',
  'meilleures salutations',
  'respectueusement',
  'bonne journée',
  'bonne soirée',
  'bonne réception',
  'mit freundlichen grüßen',
  'mit freundlichen grüssen',
  'mit freundlichem gruß',
  'freundliche grüße',
  'freundliche grüsse',
  'viele grüße',
  'viele grüsse',
  'liebe grüße',
  'beste grüße',
  'schöne grüße',
  'herzliche grüße',
  'gruß',
  'grüße',
  'mfg',
  'lg',
  'vg',
  'danke',
  'vielen dank',
  'besten dank',
  'hochachtungsvoll',
  'cordiali saluti',
  'distinti saluti',
  'saluti',
  'grazie',
  'un saluto',
  'met vriendelijke groet',
  'met vriendelijke groeten',
  'vriendelijke groet',
  'groeten',
  'groet',
  'mvg',
  'med venlig hilsen',
  'venlig hilsen',
  'mvh',
  'hilsen',
  'med vänliga hälsningar',
  'vänliga hälsningar',
  'hälsningar',
  'med vennlig hilsen',
  'vennlig hilsen',
  'ystävällisin terveisin',
  'terveisin',
  'z poważaniem',
  'pozdrawiam',
  'с уважением',
  'з повагою',
  'saygılarımla',
  'saygılarımızla',
  'teşekkürler',
  's pozdravem',
  's přátelským pozdravem',
  'धन्यवाद',
  'सादर',
  'भवदीय',
  'आपका',
  'आपकी',
  'शुभकामनाओं सहित',
  'साभार',
  'सधन्यवाद',
  'नमस्ते',
  'ధన్యవాదాలు',
  'ధన్యవాదములు',
  'ఇట్లు',
  'మీ',
  'కృతజ్ఞతలు',
  'గౌరవంతో',
  'നന്ദി',
  'നന്ദിയോടെ',
  'സ്നേഹത്തോടെ',
  'ആദരവോടെ',
  'വിശ്വസ്തതയോടെ',
  'എന്ന്',
  'நன்றி',
  'இப்படிக்கு',
  'அன்புடன்',
  'நன்றியுடன்',
  'உண்மையுள்ள',
  'ধন্যবাদ',
  'বিনীত',
  'आभारी',
  'आपला',
  'આભાર',
  'ಧನ್ಯವಾದಗಳು',
  'ਧੰਨਵਾਦ',
  'よろしくお願いします',
  'よろしくお願いいたします',
  '敬具',
  '此致',
  '谢谢',
  '祝好',
  '감사합니다',
]
const signOffPattern = new RegExp(
  `^(?:${signOffs.join('|')})(?:\\s(?:in advance|again|so much|&|and|e|y|et|und)(?:\\s(?:regards|thanks))?)?[\\s,.!;:~\\-–—।]{0,6}$`,
  'iu',
)

const phoneLabel =
  /^(?:tel|tél|teléfono|telefone|telephone|telefon|téléphone|phone|ph|mobile|mob|móvil|celular|cel|cell|handy|mobil|fax|direct|office|off|landline|whats ?app|zap|wa|m|t|p|o|f|d|c|h|फ़ोन|फोन|मोबाइल|मो|दूरभाष|ఫోన్|మొబైల్|ఫోను|ഫോൺ|മൊബൈൽ|ഫോണ്‍|தொலைபேசி|கைபேசி|மொபைல்|போன்|☎|📞|📱|✆)(?:\s?(?:no|number|nr|n°|nº)\.?)?\s{0,3}[.:：|\-–]?\s{0,3}[+(]?\p{N}[\p{N}\s().\-/+xext]{5,30}/iu
const barePhone = /^[☎📞📱✆\s]{0,3}[+(]?\p{N}[\p{N}\s().\-/]{7,24}(?:\s?(?:ext|x|ramal)\.?\s?\p{N}{1,6})?$/iu
const phoneInside = /(?:\+\p{N}{1,3}[\s().-]{0,2}\p{N}|\b(?:tel|ph|phone|mob|mobile|cel|m|t|p|f|d)\b\s?[.:|]\s?[+(]?\p{N})[\p{N}\s().-]{6,20}/iu
const webLine =
  /^(?:(?:web|website|site|url|w|internet|visit us|🌐|e-?mail|email|mail|e|correo|courriel|ईमेल|వెబ్‌సైట్|📧|✉|@)\s{0,2}[.:：|]?\s{0,3})?[<([]?(?:https?:\/\/|www\.)[^\s]{3,200}[>)\]]?(?:\s?<[^<>]{1,300}>)?$/iu
const mailLine =
  /^(?:(?:e-?mail|email|mail|e|correo|courriel|ईमेल|ఇమెయిల్|ഇമെയിൽ|மின்னஞ்சல்|📧|✉️?|@)\s{0,2}[.:：|]?\s{0,3})?[<([]?[^\s<>()@]{1,80}@[^\s<>()@]{3,120}[>)\]]?(?:\s?<[^<>]{1,300}>)?$/iu
const domainLine = /^[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,30}){1,3}$/iu
const title =
  /(?<![\p{L}])(?:manager|director|engineer|developer|executive|officer|president|founder|co-founder|owner|partner|consultant|analyst|assistant|associate|coordinator|administrator|specialist|supervisor|buyer|head of|lead|ceo|cto|cfo|coo|md|vp|hr|accountant|professor|doctor|advocate|proprietor|secretary|architect|designer|representative|intern|trainee|gerente|diretor|diretora|engenheir[oa]|coordenador|coordenadora|analista|assistente|consultor|consultora|supervisor|vendedor|sócio|sócia|director|directora|ingenier[oa]|jefe|jefa|responsable|directeur|directrice|ingénieur|ingénieure|chef|chargée?|conseill[eè]re?|gérante?|leiter|leiterin|geschäftsführer|geschäftsführerin|ingenieur|entwickler|vertrieb|abteilungsleiter|sachbearbeiter(?:in)?|assistenz|direttore|responsabile|ingegnere|directeur|medewerker|प्रबंधक|निदेशक|अधिकारी|अभियंता|మేనేజర్|డైరెక్టర్|ఇంజనీర్|മാനേജർ|ഡയറക്ടർ|எஞ்சினியர்|மேலாளர்|இயக்குநர்|பொறியாளர்)(?![\p{L}])/iu
const company =
  /(?<![\p{L}])(?:ltd|limited|pvt|private limited|inc|llc|llp|plc|corp|corporation|company|co\.|gmbh|ag|kg|ug|e\.k\.|s\.?a\.?s?|s\.?l\.?|s\.?r\.?l|ltda|eireli|s\/a|b\.?v|n\.?v|oy|ab|as|a\/s|industries|enterprises|technologies|solutions|services|group|bank|university|institute|department|dept|लिमिटेड|प्रा|కంపెనీ|లిమిటెడ్|കമ്പനി|ലിമിറ്റഡ്|லிமிடெட்)(?![\p{L}])/iu
const address =
  /(?<![\p{L}])(?:street|st\.|road|rd\.|avenue|ave\.|floor|suite|building|bldg|plot|sector|nagar|colony|cross|marg|block|po box|p\.o\. box|rua|avenida|av\.|calle|carrera|cra|rue|boulevard|platz|via|piazza|weg|laan)(?![\p{L}])|(?:straße|strasse|str\.|straat)(?![\p{L}])|\b\p{N}{5,6}\b|\b\p{N}{5}-\p{N}{3}\b/iu
const social = /^(?:linkedin|twitter|facebook|instagram|skype|youtube|x\.com|follow us|connect with me|@\w{2,30})\b/iu

/** What a line of a signature holds, or null for anything a person might have written as part of the message. */
export type ContactFeature = 'image' | 'phone' | 'link' | 'title' | 'company' | 'address' | 'social'

/** The line is only a sign-off ("Best regards,"). */
export const isSignOff = (body: string) => body.length <= 60 && signOffPattern.test(body.replace(/^[*_\s]+|[*_\s]+$/g, ''))

/** The feature of a signature that a short line shows. */
export function readContactFeature(line: string): ContactFeature | null {
  if (line.length > 400) return null
  const body = line.replace(/^[*_|•·\s-]+|[*_|\s]+$/gu, '')
  if (body.length < 2 || body.length > 130) return null
  if (/^\[(?:image|cid|imagem|imagen|bild|logo)[:\s][^\]]{1,110}\]$/iu.test(body)) return 'image'
  if (phoneLabel.test(body) || barePhone.test(body) || phoneInside.test(body)) return 'phone'
  if (webLine.test(body) || mailLine.test(body) || (domainLine.test(body) && /\.(?:com|in|net|org|br|es|fr|de|co|io|it|nl|uk|mx|ar|pt)$/i.test(body)))
    return 'link'
  if (social.test(body)) return 'social'
  if (isSentence(body)) return null
  if (title.test(body)) return 'title'
  if (company.test(body)) return 'company'
  return address.test(body) && body.length < 90 ? 'address' : null
}

/** A line that reads as a sentence: it ends like one, or is long without the signs of a card. */
export const isSentence = (body: string) =>
  /[.!?।]$/.test(body) ? body.split(/\s+/).length > 5 : body.split(/\s+/).length > 9 && !/[|,•·]/.test(body)

/** A line that may be a person's name: two to five words with capitals, or of a script without capitals. */
export function isNameLike(line: string): boolean {
  if (line.length > 120) return false
  const body = line.replace(/^[*_\s~\-–—]+|[*_\s,.]+$/gu, '')
  const words = body.split(/\s+/)
  if (body.length < 2 || body.length > 50 || words.length > 6 || /[?!:;@/\p{N}]/u.test(body)) return false
  return words.every((word) => /^(?:[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*|i\.|ppa\.|d[aeo]s?|von|van|der|den|de|la|del|e|y|bin|al|\(\p{L}+\))$/u.test(word))
}
