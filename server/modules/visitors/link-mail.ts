import type { Locale } from '../../../contract/people.ts'
import type { SeenMessage } from './queries.ts'

interface Words {
  subject(site: string): string
  intro(site: string): string
  answer: string
  open: string
  said: string
  you: string
  unasked: string
  days: string
}

const words: Record<Locale, Words> = {
  en: {
    subject: (site) => `Your conversation with ${site}`,
    intro: (site) => `You asked to go on by e-mail with your conversation with ${site}. Nothing needs to be repeated.`,
    answer: 'Just answer this mail, or go on in the chat with this link:',
    open: 'Go on in the chat with this link:',
    said: 'What was said last:',
    you: 'You',
    unasked: 'If you did not ask for this, do not open the link; nothing will happen.',
    days: 'The link works for 7 days. Do not pass it on: whoever opens it can read the conversation.',
  },
  hi: {
    subject: (site) => `${site} के साथ आपकी बातचीत`,
    intro: (site) => `आपने ${site} के साथ अपनी बातचीत ई-मेल पर जारी रखने को कहा है। आपको कुछ भी दोहराना नहीं पड़ेगा।`,
    answer: 'बस इस मेल का जवाब दें, या इस लिंक से चैट में आगे बात करें:',
    open: 'इस लिंक से चैट में आगे बात करें:',
    said: 'अब तक की आख़िरी बातें:',
    you: 'आप',
    unasked: 'अगर आपने यह नहीं माँगा था, तो लिंक न खोलें; कुछ नहीं होगा।',
    days: 'यह लिंक 7 दिन तक चलेगा। इसे किसी को न दें: जो इसे खोलेगा वह यह बातचीत पढ़ सकेगा।',
  },
  te: {
    subject: (site) => `${site}తో మీ సంభాషణ`,
    intro: (site) => `${site}తో మీ సంభాషణను ఇ-మెయిల్‌లో కొనసాగించమని మీరు అడిగారు. ఏదీ మళ్లీ చెప్పనక్కర్లేదు.`,
    answer: 'ఈ మెయిల్‌కు జవాబు ఇవ్వండి, లేదా ఈ లింక్‌తో చాట్‌లో కొనసాగించండి:',
    open: 'ఈ లింక్‌తో చాట్‌లో కొనసాగించండి:',
    said: 'చివరగా మాట్లాడినవి:',
    you: 'మీరు',
    unasked: 'మీరు దీన్ని అడగకపోతే లింక్ తెరవకండి; ఏమీ జరగదు.',
    days: 'ఈ లింక్ 7 రోజులు పనిచేస్తుంది. దీన్ని ఎవరికీ ఇవ్వకండి: తెరిచినవారు ఈ సంభాషణను చదవగలరు.',
  },
  ml: {
    subject: (site) => `${site}-മായുള്ള നിങ്ങളുടെ സംഭാഷണം`,
    intro: (site) => `${site}-മായുള്ള സംഭാഷണം ഇ-മെയിലിൽ തുടരാൻ നിങ്ങൾ ആവശ്യപ്പെട്ടു. ഒന്നും വീണ്ടും പറയേണ്ടതില്ല.`,
    answer: 'ഈ മെയിലിന് മറുപടി അയച്ചാൽ മതി, അല്ലെങ്കിൽ ഈ ലിങ്കിലൂടെ ചാറ്റിൽ തുടരാം:',
    open: 'ഈ ലിങ്കിലൂടെ ചാറ്റിൽ തുടരാം:',
    said: 'അവസാനം സംസാരിച്ചത്:',
    you: 'നിങ്ങൾ',
    unasked: 'നിങ്ങൾ ഇത് ആവശ്യപ്പെട്ടതല്ലെങ്കിൽ ലിങ്ക് തുറക്കരുത്; ഒന്നും സംഭവിക്കില്ല.',
    days: 'ലിങ്ക് 7 ദിവസം പ്രവർത്തിക്കും. ഇത് മറ്റാർക്കും കൊടുക്കരുത്: തുറക്കുന്നവർക്ക് ഈ സംഭാഷണം വായിക്കാം.',
  },
  ta: {
    subject: (site) => `${site} உடனான உங்கள் உரையாடல்`,
    intro: (site) => `${site} உடனான உரையாடலை மின்னஞ்சலில் தொடரக் கேட்டீர்கள். எதையும் மீண்டும் சொல்ல வேண்டியதில்லை.`,
    answer: 'இந்த அஞ்சலுக்குப் பதில் அனுப்பினால் போதும், அல்லது இந்த இணைப்பின் மூலம் அரட்டையில் தொடரலாம்:',
    open: 'இந்த இணைப்பின் மூலம் அரட்டையில் தொடரலாம்:',
    said: 'கடைசியாகப் பேசியவை:',
    you: 'நீங்கள்',
    unasked: 'நீங்கள் இதைக் கேட்கவில்லை என்றால் இணைப்பைத் திறக்க வேண்டாம்; எதுவும் நடக்காது.',
    days: 'இணைப்பு 7 நாட்கள் செயல்படும். யாருக்கும் கொடுக்க வேண்டாம்: திறப்பவர் இந்த உரையாடலைப் படிக்க முடியும்.',
  },
  'pt-BR': {
    subject: (site) => `Sua conversa com ${site}`,
    intro: (site) => `Você pediu para continuar por e-mail a sua conversa com ${site}. Não é preciso repetir nada.`,
    answer: 'É só responder a este e-mail ou continuar no chat por este link:',
    open: 'Continue no chat por este link:',
    said: 'As últimas mensagens:',
    you: 'Você',
    unasked: 'Se você não pediu isto, não abra o link; nada vai acontecer.',
    days: 'O link vale por 7 dias. Não o repasse: quem o abrir pode ler a conversa.',
  },
  es: {
    subject: (site) => `Su conversación con ${site}`,
    intro: (site) => `Usted pidió continuar por correo su conversación con ${site}. No hace falta repetir nada.`,
    answer: 'Responda simplemente a este correo, o continúe en el chat con este enlace:',
    open: 'Continúe en el chat con este enlace:',
    said: 'Lo último que se dijo:',
    you: 'Usted',
    unasked: 'Si usted no lo pidió, no abra el enlace; no pasará nada.',
    days: 'El enlace vale 7 días. No lo comparta: quien lo abra podrá leer la conversación.',
  },
}

const longestLine = 600

/** The mail that carries a chat on: what to do, the link, and the end of what was said, in the visitor's language. Plain text. Pure. */
export function writeLinkMail(mail: {
  locale: Locale
  siteName: string
  link: string
  /** Answers to the mail land in the conversation. */
  canAnswer: boolean
  said: Pick<SeenMessage, 'direction' | 'authorName' | 'text'>[]
}): { subject: string; text: string } {
  const w = words[mail.locale] ?? words.en
  const tail = mail.said.flatMap(({ direction, authorName, text }) => {
    const line = text.trim().slice(0, longestLine)
    return line ? [`> ${direction === 'in' ? w.you : authorName}: ${line.replaceAll('\n', '\n> ')}`] : []
  })
  const parts = [w.intro(mail.siteName), mail.canAnswer ? w.answer : w.open, mail.link, w.days, w.unasked]
  if (tail.length > 0) parts.push(w.said, tail.join('\n'))
  return { subject: w.subject(mail.siteName), text: `${parts.join('\n\n')}\n` }
}
