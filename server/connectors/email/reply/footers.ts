/** Legal notes, mailing-list footers and "save paper" lines that mail systems hang below a mail, by the words they use. */
const disclaimers = [
  /\b(?:confidential(?:ity)?|privileged|proprietary)\b.{0,400}\b(?:intended|recipient|addressee|disclos|privileged|dissemination|unauthori[sz]ed|legally)/isu,
  /\b(?:intended (?:only|solely|exclusively)|solely (?:for|intended)|intended recipient|named addressee|received this (?:e-?mail|message|communication|transmission) (?:in error|by mistake))/iu,
  /\bthis (?:e-?mail|message|communication|transmission)(?: and| \(|,| may| is| contains).{0,120}\b(?:confidential|privileged|intended)/isu,
  /\b(?:consider|think of) (?:the|our|your)? ?(?:environment|planet|trees).{0,60}\bprint/iu,
  /\bplease don['’]?t print this/iu,
  /\b(?:esta|este|o conteúdo d\w+|a informação).{0,80}(?:mensagem|e-?mail|correio|comunicação|informação).{0,300}\bconfidenci/isu,
  /\b(?:este|esta|el contenido de este|la información).{0,60}(?:mensaje|correo|e-?mail|comunicación|información).{0,300}\bconfidencial/isu,
  /\b(?:si (?:usted )?(?:ha recibido|recibe)|se (?:você|vocé|o senhor)?\s?(?:recebeu|receber)).{0,60}(?:por error|por engano|indevidamente|por equivocación)/isu,
  /\b(?:ce (?:message|courriel|mail|courrier)|cet? e-?mail).{0,300}\b(?:confidentiel|strictement|destinataire|à l['’]attention exclusive)/isu,
  /\b(?:diese|der inhalt dieser) (?:e-?mail|nachricht|mail).{0,300}\b(?:vertraulich|rechtlich geschützt|ausschließlich)/isu,
  /\b(?:wenn|falls|sollten) sie nicht der (?:richtige|beabsichtigte) (?:adressat|empfänger)/iu,
  /\b(?:questo|questa|la presente|le informazioni).{0,60}(?:messaggio|e-?mail|comunicazione|informazioni).{0,300}\b(?:riservat|confidenzial)/isu,
  /\b(?:dit bericht|deze e-?mail).{0,300}\b(?:vertrouwelijk|uitsluitend bestemd)/isu,
  /(?:ईमेल|ई-मेल|संदेश|मेल).{0,200}(?:गोपनीय|केवल उस व्यक्ति)/su,
  /(?:ఈ-?మెయిల్|ఇమెయిల్|సందేశం).{0,200}(?:గోప్య|రహస్య)/su,
  /(?:ഇമെയിൽ|ഇ-മെയിൽ|സന്ദേശം).{0,200}രഹസ്യ/su,
  /(?:மின்னஞ்சல்|செய்தி).{0,200}(?:ரகசிய|இரகசிய)/su,
  /\b(?:antes de imprimir|pense (?:bem )?antes|pensez à l['’]environnement|n['’]imprimez|bitte (?:prüfen|denken) sie.{0,60}(?:drucken|ausdruck|umwelt)|piense en el medio ambiente|respons[áa]bilidad ambiental)/iu,
]
const disclaimerTitle =
  /^[\s*_#=\-–—~]{0,80}(?:legal )?(?:disclaimer|confidentiality(?: notice| note| statement)?|confidential(?: communication)?|legal notice|privacy notice|caution|notice of confidentiality|aviso legal|aviso de confidencialid?ade?|aviso de confidencialidad|cláusula de confidencialidad|confidencialidade|confidencialidad|advertencia|avertissement|avis de confidentialité|clause de confidentialité|haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis|avvertenza|अस्वीकरण|गोपनीयता सूचना|నిరాకరణ|നിരാകരണം|பொறுப்புத் துறப்பு)(?=[\s*_#=\-–—~:.!|]|$)/iu

const listFooters = [
  /^you (?:received|are receiving) this (?:message|email|e-mail|mail)\b.{0,40}\bbecause you\b/iu,
  /^to unsubscribe (?:from this group|from this list|and stop|send|visit|,)/iu,
  /^(?:to|for) (?:post|more options|view this discussion|unsubscribe|change your)\b.{0,60}\b(?:group|list|web|visit|send|options|subscription)/iu,
  /\bmailing list$/iu,
  /^unsubscribe(?:\s?[:<(]|$)/iu,
  /\/(?:mailman\/listinfo|group\/[^\s/]+|listinfo)\b/iu,
  /^(?:yahoo! groups links|posted by:|reply via web post)/iu,
]

/** A paragraph that a mail system added: a legal note or its title. `whole` is the paragraph's text, `first` its first line. */
export function isDisclaimer(first: string, whole: string): boolean {
  if (disclaimerTitle.test(first) && (first.length < 60 || whole.length > 80))
    return first.length < 60 || disclaimers.some((pattern) => pattern.test(whole.slice(0, 1500)))
  return whole.length >= 45 && disclaimers.some((pattern) => pattern.test(whole.slice(0, 1500)))
}

/** A paragraph that only a mailing list writes. */
export const isListFooter = (first: string, whole: string) => listFooters.some((pattern) => pattern.test(first)) && whole.length < 1500
