/**
 * The phrases of legal notes, by language. One alone a customer may write too ("confidential", "by mistake"); three different ones only lawyers do.
 */
const legalPhrases: RegExp[][] = [
  [
    /\bconfidential/iu,
    /\b(?:legally )?privileged\b/iu,
    /\bintended (?:only|solely|exclusively|recipient|addressee|for the)|\bsolely (?:for|intended)|\bnamed addressee|\bfor the (?:sole|exclusive) use/iu,
    /\bthis (?:e-?mail|message|communication|transmission|electronic mail)\b|\bthe (?:information|contents?) (?:contained |transmitted )?(?:in|of) this/iu,
    /\b(?:notify|inform|advise|contact) the sender|\breturn e-?mail|\bnotify us/iu,
    /\b(?:delete|destroy) (?:it|this|the|all)\b|\bdelete the/iu,
    /\b(?:disclos|disseminat|distribut|reproduc|copying)/iu,
    /\b(?:unauthori[sz]ed|prohibited|unlawful)\b/iu,
    /\b(?:received|sent)\b.{0,40}\b(?:in error|by mistake)/iu,
    /\battachments?\b/iu,
    /\b(?:liability|viruses|virus-free|does not accept|no responsibility|warrant)/iu,
  ],
  [
    /confidenci(?:ais|al|alidad|alidade)/iu,
    /(?:esta|este|o conteúdo d\w+|la presente)\s(?:mensa(?:gem|je)|e-?mail|correo|correio|comunica)/iu,
    /destinat[áa]rio/iu,
    /(?:por error|por engano|indevidamente|por equivocación)/iu,
    /(?:anexos|adjuntos)/iu,
    /(?:elimin|apag|borr|destrui)/iu,
    /(?:proibid|prohibid|não autorizad|no autorizad|divulga)/iu,
    /(?:privilegiad|reservad|exclusivamente|uso exclusivo|sigilos)/iu,
  ],
  [
    /confidentiel/iu,
    /(?:ce (?:message|courriel|mail|courrier)|cet? e-?mail)/iu,
    /destinataire/iu,
    /pièces jointes/iu,
    /(?:par erreur|supprimer|détruire)/iu,
    /(?:exclusi(?:f|ve)|strictement|interdit|non autorisé)/iu,
    /expéditeur/iu,
  ],
  [
    /vertraulich/iu,
    /diese[rs]? (?:e-?mail|nachricht|mail)/iu,
    /(?:adressat|empfänger)/iu,
    /(?:irrtümlich|löschen|vernichten)/iu,
    /(?:unbefugt|nicht gestattet|untersagt|rechtlich geschützt|ausschließlich)/iu,
    /absender/iu,
  ],
  [
    /(?:riservat|confidenzial)/iu,
    /(?:questo|questa|presente) (?:messaggio|e-?mail|comunicazione)/iu,
    /destinatari/iu,
    /(?:per errore|cancellar|distrugger)/iu,
    /(?:vietat|allegati)/iu,
  ],
  [/vertrouwelijk/iu, /(?:dit bericht|deze e-?mail)/iu, /(?:geadresseerde|bestemd)/iu, /(?:abusievelijk|ten onrechte|verwijder)/iu, /afzender/iu],
  [/गोपनीय/u, /(?:यह|इस) (?:ईमेल|ई-मेल|संदेश|मेल)/u, /(?:प्राप्तकर्ता|व्यक्ति|केवल)/u, /(?:गलती से|हटा|नष्ट)/u, /(?:अनधिकृत|निषिद्ध|प्रतिबंधित)/u],
  [/(?:గోప్య|రహస్య)/u, /(?:ఈ (?:ఇమెయిల్|ఈ-?మెయిల్|సందేశం|మెయిల్))/u, /(?:గ్రహీత|స్వీకర్త|ఉద్దేశించ)/u, /(?:పొరపాటు|తొలగించ)/u],
  [/രഹസ്യ/u, /ഈ (?:ഇമെയിൽ|ഇ-മെയിൽ|സന്ദേശം|മെയിൽ)/u, /(?:സ്വീകർത്താവ|ഉദ്ദേശിച്ച)/u, /(?:അബദ്ധ|തെറ്റായി|ഇല്ലാതാക്ക)/u],
  [/(?:ரகசிய|இரகசிய)/u, /இந்த (?:மின்னஞ்சல்|செய்தி)/u, /(?:பெறுநர்|நோக்க)/u, /(?:தவறுதலாக|நீக்க)/u],
]
/** Enough different phrases of one language; the Indian languages have shorter notes and shorter lists. */
const phrasesNeeded = [3, 3, 3, 3, 3, 3, 2, 2, 2, 2]

const savePaper =
  /\b(?:consider|think of|save) (?:the |our |your )?(?:environment|planet|trees|paper).{0,60}\bprint|\bplease don['’]?t print this|\bantes de imprimir|\bpense (?:bem )?antes de imprimir|\bpensez à l['’]environnement|\bn['’]imprimez|\bbitte (?:prüfen|denken) sie.{0,60}(?:drucken|ausdruck|umwelt)|\bpiense en el medio ambiente/iu

const disclaimerTitle =
  /^[\s*_#=\-–—~]{0,80}(?:legal )?(?:disclaimer|confidentiality(?: notice| note| statement)?|confidential(?: communication)?|legal notice|privacy notice|notice of confidentiality|aviso legal|aviso de confidencialid?ade?|aviso de confidencialidad|cláusula de confidencialidad|confidencialidade|confidencialidad|advertencia|avertissement|avis de confidentialité|clause de confidentialité|haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis|avvertenza|अस्वीकरण|गोपनीयता सूचना|నిరాకరణ|നിരാകരണം|பொறுப்புத் துறப்பு)(?=[\s*_#=\-–—~:.!|]|$)/iu

const listFooters = [
  /^you (?:received|are receiving) this (?:message|email|e-mail|mail)\b.{0,40}\bbecause you\b/iu,
  /^to unsubscribe (?:from this group|from this list|and stop|send|visit|,)/iu,
  /^(?:to|for) (?:post|more options|view this discussion|unsubscribe|change your)\b.{0,60}\b(?:group|list|web|visit|send|options|subscription)/iu,
  /^want to unsubscribe from this (?:list|group)\?/iu,
  /^send a message to \S{1,80}-unsubscribe@/iu,
  /\bmailing list$/iu,
  /^unsubscribe(?:\s?[:<(]|$)/iu,
  /\/(?:mailman\/listinfo|group\/[^\s/]+|listinfo)\b/iu,
  /^(?:yahoo! groups links|posted by:|reply via web post)/iu,
]

/** A paragraph that a mail system added: a legal note or its title. `whole` is the paragraph's text, `first` its first line. */
export function isDisclaimer(first: string, whole: string): boolean {
  const note = whole.slice(0, 2_000)
  if (savePaper.test(note) && note.length < 400) return true
  const title = disclaimerTitle.exec(first)
  if (title && /^[\s*_#=\-–—~:.!|]*$/u.test(first.slice(title[0].length))) return true
  const eased = title ? 1 : 0
  return legalPhrases.some((phrases, language) => countMatches(phrases, note) + eased >= phrasesNeeded[language]!)
}

const countMatches = (phrases: RegExp[], text: string) => phrases.reduce((count, phrase) => count + (phrase.test(text) ? 1 : 0), 0)

/** A paragraph that only a mailing list writes. */
export const isListFooter = (first: string, whole: string) => whole.length < 1_500 && listFooters.some((pattern) => pattern.test(first))

const banner =
  /\b(?:this (?:e-?mail|message|mail) (?:originated|was sent|came|is) (?:from )?(?:outside|an external)|external (?:e-?mail|sender|message)\b.{0,80}(?:caution|links|attachments|outside)|(?:do not|don['’]t) click (?:on )?(?:any )?links|you don['’]t often get e-?mail from|e-?mail externo|correo externo|message externe|externe e-?mail|achtung: externe)/iu

/** The warning that mail gateways put above mails from outside. */
export const isBanner = (paragraph: string) => paragraph.length < 600 && banner.test(paragraph) && !/\b(?:I|we|my|our order)\b/.test(paragraph)
