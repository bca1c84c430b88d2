import { romanKey, searchKey } from '../modules/search/text/index.ts'

/** What an agent's message does, as far as a scripted customer reacts to it. */
export type Intent = 'asks-order' | 'solves' | 'gives-time' | 'speaks-of-refund' | 'apologises' | 'asks-to-wait'

/**
 * Phrases by intent, in all our languages and as romanised; a phrase matches whole words or the beginning of words, in any script.
 * The order is that of importance: the first intent that a customer has not answered yet is the one that is answered.
 */
const phrases: Record<Intent, string[]> = {
  'asks-order': [
    'order number', 'order id', 'which order', 'number of your order', 'invoice number', 'ऑर्डर नंबर', 'ऑर्डर संख्या', 'कौन सा ऑर्डर',
    'ఆర్డర్ నంబర', 'ఆర్డర్ సంఖ్య', 'ഓർഡർ നമ്പ', 'ஆர்டர் எண்', 'número do pedido', 'numero de pedido', 'número del pedido', 'qual pedido', 'qué pedido',
    'order nambar', 'order sankhya',
  ],
  solves: [
    'solved', 'resolved', 'fixed', 'it is done', 'all done', 'has been sent', 'is on its way', 'have sent', 'अभी भेज दिया', 'भेज दिया', 'ठीक कर दिया', 'हो गया है', 'कर दिया है',
    'పంపాను', 'పంపాము', 'సరిచేశ', 'చేశాను', 'అయిపోయింది', 'അയച്ചു', 'ശരിയാക്കി', 'ശരിയായി', 'ചെയ്തിട്ടുണ്ട്', 'அனுப்பிவிட்ட', 'சரிசெய்து', 'முடிந்துவிட்டது', 'செய்துவிட்டே',
    'já enviei', 'enviado', 'resolvido', 'está pronto', 'ya envié', 'ya quedó', 'resuelto', 'está listo', 'bhej diya', 'kar diya', 'ho gaya', 'pampanu', 'chesanu', 'ayachu',
  ],
  'gives-time': [
    'tomorrow', 'today by', 'by noon', 'by evening', 'within', 'o’clock', 'working days', 'in an hour', 'minutes', 'कल तक', 'आज शाम', 'बजे', 'दिन में', 'घंटे', 'दिनों में',
    'రేపు', 'లోపు', 'గంటల', 'రోజుల్లో', 'సాయంత్రం', 'നാളെ', 'മണിക്ക്', 'മണിക്കൂറിനുള്ളിൽ', 'ദിവസത്തിനകം', 'ദിവസത്തിനുള്ളിൽ', 'വൈകുന്നേരം', 'நாளை', 'மணிக்குள்', 'மணிக்கு',
    'நாட்களில்', 'நாட்களுக்குள்', 'மாலைக்குள்', 'amanhã', 'até as', 'até às', 'dias úteis', 'em uma hora', 'hoje à tarde', 'mañana', 'antes de las', 'días hábiles', 'en una hora',
    'esta tarde', 'kal tak', 'aaj shaam', 'baje', 'repu', 'sayantram', 'naale', 'manikku', 'naalaikku',
  ],
  'speaks-of-refund': [
    'refund', 'money back', 'रिफंड', 'पैसे वापस', 'पैसा वापस', 'पैसा लौटा', 'पैसे लौटा', 'రీఫండ్', 'డబ్బులు తిరిగి', 'డబ్బు వాపసు', 'റീഫണ്ട്', 'പണം തിരികെ', 'പണം തിരിച്ച്', 'ரீஃபண்ட்',
    'பணத்தைத் திருப்பி', 'பணம் திரும்ப', 'reembolso', 'estorno', 'devolver o dinheiro', 'devolver el dinero', 'paisa wapas', 'paise wapas', 'dabbulu tirigi', 'panam thirike', 'panam thirumba',
  ],
  apologises: [
    'sorry', 'apologi', 'माफ', 'क्षमा', 'खेद', 'క్షమించండి', 'క్షమాపణ', 'ക്ഷമിക്കണം', 'ക്ഷമ', 'ഖേദിക്കുന്നു', 'மன்னிக்கவும்', 'மன்னிப்பு', 'வருந்துகிற', 'desculp', 'sinto muito',
    'lamento', 'perdón', 'disculp', 'siento mucho', 'maafi', 'kshaminchandi', 'kshamikkanam', 'mannikkavum',
  ],
  'asks-to-wait': [
    'moment', 'let me check', 'looking into', 'please wait', 'one minute', 'देख रह', 'देखता हूँ', 'देखती हूँ', 'एक मिनट', 'रुकिए', 'చూస్తున్నా', 'ఒక్క నిమిషం', 'ఆగండి', 'നോക്കട്ടെ', 'ഒരു മിനിറ്റ്',
    'നോക്കുകയാണ്', 'பார்க்கிறேன்', 'ஒரு நிமிடம்', 'காத்திருங்கள்', 'um momento', 'verificar', 'verificando', 'aguarde', 'un momento', 'revisando', 'permíteme', 'espere', 'ek minute', 'dekhta', 'dekhti',
    'chustunnanu', 'nokkatte', 'parkiren',
  ],
} // prettier-ignore

const intents = Object.keys(phrases) as Intent[]
const keyed = intents.map((intent) => ({ intent, keys: phrases[intent].map((phrase) => ` ${searchKey(phrase)}`) }))
const romanPhrases = intents.map((intent) => ({
  intent,
  keys: phrases[intent].filter((phrase) => /^[a-z ]+$/.test(phrase)).map((phrase) => ` ${romanKey(phrase)}`),
}))

/** The intents of a message, the most important first. Pure. */
export function intentsOf(text: string): Intent[] {
  const key = ` ${searchKey(text)}`
  const roman = ` ${romanKey(text)}`
  return intents.filter(
    (intent) =>
      keyed.some((known) => known.intent === intent && known.keys.some((phrase) => key.includes(phrase))) ||
      romanPhrases.some((known) => known.intent === intent && known.keys.some((phrase) => roman.includes(phrase))),
  )
}
