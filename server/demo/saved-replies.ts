import type { Language } from '../modules/search/text/index.ts'
import type { DemoSavedReply } from './demo.ts'

type Key = 'greeting' | 'ask-order' | 'late' | 'refund-started' | 'replacement' | 'invoice' | 'looking-into-it' | 'closing'
type Written = Record<Key, [name: string, text: string]>

const written: Record<Language, Written> = {
  en: {
    greeting: ['Greeting', 'Hello {{customer.firstName}}, this is {{agent.firstName}}. How can I help you today?'],
    'ask-order': ['Ask for the order number', 'Could you tell me the order number? It starts with LT and is in your confirmation mail.'],
    late: [
      'Parcel is late',
      'I am sorry that {{order.number}} is late. I have asked the courier where it is and will write to you as soon as I know.',
    ],
    'refund-started': ['Refund started', 'Your refund for {{order.number}} left us today. Banks take up to three working days to show it.'],
    replacement: [
      'Replacement on its way',
      'A replacement for {{order.number}} leaves our warehouse tomorrow. You need not send the broken one back.',
    ],
    invoice: [
      'Corrected invoice',
      'The corrected invoice is attached. Please check the company name and tax number and tell me if anything is wrong.',
    ],
    'looking-into-it': [
      'Looking into it',
      'Thank you for waiting, {{customer.firstName}}. I am looking into this now and will stay with you until it is clear.',
    ],
    closing: ['Closing', 'I am glad that it is solved. Write any time, {{customer.firstName}}, the whole conversation stays here.'],
  },
  hi: {
    greeting: ['अभिवादन', 'नमस्ते {{customer.firstName}} जी, मैं {{agent.firstName}}। बताइए, मैं आपकी क्या मदद कर सकता हूँ?'],
    'ask-order': ['ऑर्डर नंबर पूछना', 'कृपया ऑर्डर नंबर बता दीजिए। वह LT से शुरू होता है और पुष्टि वाले मेल में लिखा है।'],
    late: ['पार्सल देर से', '{{order.number}} में देरी के लिए माफ़ी चाहते हैं। कूरियर से पता कर रहे हैं, ख़बर मिलते ही आपको लिखेंगे।'],
    'refund-started': ['पैसा लौटाया गया', '{{order.number}} का पैसा आज भेज दिया गया है। बैंक में दिखने में तीन कामकाजी दिन लग सकते हैं।'],
    replacement: ['बदले में नया', '{{order.number}} के बदले नया सामान कल निकल जाएगा। टूटा हुआ लौटाने की ज़रूरत नहीं है।'],
    invoice: ['सुधरा हुआ बिल', 'सुधरा हुआ बिल साथ में लगा है। कृपया फ़र्म का नाम और जीएसटी नंबर एक बार मिला लीजिए।'],
    'looking-into-it': ['देख रहे हैं', 'रुकने के लिए धन्यवाद {{customer.firstName}} जी। मैं अभी देख रहा हूँ और बात साफ़ होने तक आपके साथ हूँ।'],
    closing: ['समापन', 'ख़ुशी है कि काम हो गया। आगे कोई भी बात हो तो यहीं लिखिए, पुरानी बातचीत बनी रहेगी।'],
  },
  te: {
    greeting: ['పలకరింపు', 'నమస్తే {{customer.firstName}} గారు, నేను {{agent.firstName}}. మీకు ఏ విధంగా సహాయం చేయగలను?'],
    'ask-order': ['ఆర్డర్ నంబరు అడగడం', 'దయచేసి ఆర్డర్ నంబరు చెప్పగలరా? అది LT తో మొదలవుతుంది, నిర్ధారణ మెయిల్‌లో ఉంటుంది.'],
    late: ['పార్సిల్ ఆలస్యం', '{{order.number}} ఆలస్యమైనందుకు క్షమించండి. కొరియర్‌ని అడుగుతున్నాము, తెలియగానే మీకు రాస్తాము.'],
    'refund-started': ['రీఫండ్ పంపాము', '{{order.number}} డబ్బులు ఈ రోజు పంపాము. బ్యాంకులో కనిపించడానికి మూడు పనిదినాలు పట్టవచ్చు.'],
    replacement: ['బదులుగా కొత్తది', '{{order.number}} బదులు కొత్తది రేపు బయలుదేరుతుంది. పగిలినది తిరిగి పంపనవసరం లేదు.'],
    invoice: ['సరిచేసిన బిల్లు', 'సరిచేసిన బిల్లు జతచేశాము. సంస్థ పేరు, జీఎస్టీ నంబరు సరిగ్గా ఉన్నాయో చూడండి.'],
    'looking-into-it': ['చూస్తున్నాము', 'వేచి ఉన్నందుకు ధన్యవాదాలు {{customer.firstName}} గారు. ఇప్పుడే చూస్తున్నాను, తేలే వరకు మీతోనే ఉంటాను.'],
    closing: ['ముగింపు', 'సమస్య తీరినందుకు సంతోషం. మళ్ళీ ఏదైనా ఉంటే ఇక్కడే రాయండి, పాత సంభాషణ అలాగే ఉంటుంది.'],
  },
  ml: {
    greeting: ['അഭിവാദ്യം', 'നമസ്കാരം {{customer.firstName}}, ഞാൻ {{agent.firstName}}. എന്തു സഹായമാണ് വേണ്ടത്?'],
    'ask-order': ['ഓർഡർ നമ്പർ ചോദിക്കാൻ', 'ഓർഡർ നമ്പർ പറയാമോ? LT എന്നു തുടങ്ങുന്ന നമ്പർ സ്ഥിരീകരണ മെയിലിലുണ്ട്.'],
    late: ['പാഴ്സൽ വൈകി', '{{order.number}} വൈകിയതിൽ ക്ഷമ ചോദിക്കുന്നു. കൊറിയറിനോട് അന്വേഷിക്കുകയാണ്, അറിഞ്ഞാലുടൻ എഴുതാം.'],
    'refund-started': ['പണം അയച്ചു', '{{order.number}} ന്റെ പണം ഇന്ന് അയച്ചു. ബാങ്കിൽ കാണാൻ മൂന്ന് പ്രവൃത്തിദിവസം വരെ എടുക്കാം.'],
    replacement: ['പകരം പുതിയത്', '{{order.number}} ന് പകരം പുതിയത് നാളെ അയയ്ക്കും. പൊട്ടിയത് തിരിച്ചയയ്ക്കേണ്ട.'],
    invoice: ['തിരുത്തിയ ബിൽ', 'തിരുത്തിയ ബിൽ ചേർത്തിട്ടുണ്ട്. സ്ഥാപനത്തിന്റെ പേരും ജിഎസ്ടി നമ്പറും ഒന്നു നോക്കൂ.'],
    'looking-into-it': ['നോക്കുന്നു', 'കാത്തിരുന്നതിന് നന്ദി {{customer.firstName}}. ഇപ്പോൾത്തന്നെ നോക്കുകയാണ്, തീരുമാനമാകുംവരെ കൂടെയുണ്ട്.'],
    closing: ['അവസാനിപ്പിക്കാൻ', 'പ്രശ്നം തീർന്നതിൽ സന്തോഷം. ഇനിയും എന്തുണ്ടെങ്കിലും ഇവിടെത്തന്നെ എഴുതൂ.'],
  },
  ta: {
    greeting: ['வாழ்த்து', 'வணக்கம் {{customer.firstName}}, நான் {{agent.firstName}}. உங்களுக்கு எப்படி உதவலாம்?'],
    'ask-order': ['ஆர்டர் எண் கேட்க', 'ஆர்டர் எண்ணைச் சொல்ல முடியுமா? LT என்று தொடங்கும், உறுதிப்படுத்தல் மின்னஞ்சலில் இருக்கும்.'],
    late: ['பார்சல் தாமதம்', '{{order.number}} தாமதமானதற்கு மன்னிக்கவும். கூரியரிடம் விசாரிக்கிறோம், தெரிந்தவுடன் எழுதுகிறோம்.'],
    'refund-started': ['பணம் அனுப்பப்பட்டது', '{{order.number}}-க்கான பணம் இன்று அனுப்பப்பட்டது. வங்கியில் தெரிய மூன்று வேலை நாட்கள் ஆகலாம்.'],
    replacement: ['பதிலாகப் புதியது', '{{order.number}}-க்குப் பதிலாகப் புதியது நாளை கிளம்பும். உடைந்ததைத் திருப்பி அனுப்பத் தேவையில்லை.'],
    invoice: ['திருத்திய பில்', 'திருத்திய பில்லை இணைத்துள்ளோம். நிறுவனத்தின் பெயரையும் ஜிஎஸ்டி எண்ணையும் சரிபாருங்கள்.'],
    'looking-into-it': ['பார்க்கிறோம்', 'காத்திருந்ததற்கு நன்றி {{customer.firstName}}. இப்போதே பார்க்கிறேன், முடியும் வரை உங்களுடன் இருக்கிறேன்.'],
    closing: ['முடிவு', 'பிரச்சினை தீர்ந்ததில் மகிழ்ச்சி. வேறு எதுவாக இருந்தாலும் இங்கேயே எழுதுங்கள்.'],
  },
  pt: {
    greeting: ['Saudação', 'Olá, {{customer.firstName}}, aqui é {{agent.firstName}}. Como posso ajudar?'],
    'ask-order': ['Pedir o número do pedido', 'Pode me dizer o número do pedido? Ele começa com LT e está no e-mail de confirmação.'],
    late: ['Entrega atrasada', 'Desculpe o atraso do {{order.number}}. Já falei com a transportadora e escrevo assim que souber.'],
    'refund-started': ['Reembolso enviado', 'O reembolso do {{order.number}} saiu hoje. O banco leva até três dias úteis para mostrar.'],
    replacement: ['Produto novo a caminho', 'Um produto novo no lugar do {{order.number}} sai amanhã. Não precisa devolver o quebrado.'],
    invoice: ['Nota corrigida', 'A nota corrigida está em anexo. Confira a razão social e o CNPJ, por favor.'],
    'looking-into-it': ['Verificando', 'Obrigado por esperar, {{customer.firstName}}. Estou verificando agora e fico com você até resolver.'],
    closing: ['Encerramento', 'Que bom que deu certo! Quando precisar, é só escrever aqui, a conversa continua.'],
  },
  es: {
    greeting: ['Saludo', 'Hola, {{customer.firstName}}, soy {{agent.firstName}}. ¿En qué puedo ayudarte?'],
    'ask-order': ['Pedir el número de pedido', '¿Me das el número de pedido? Empieza con LT y viene en el correo de confirmación.'],
    late: ['Entrega con retraso', 'Lamento el retraso de {{order.number}}. Ya pregunté a la paquetería y te escribo en cuanto sepa algo.'],
    'refund-started': ['Reembolso enviado', 'El reembolso de {{order.number}} salió hoy. El banco tarda hasta tres días hábiles en mostrarlo.'],
    replacement: ['Reposición en camino', 'La reposición de {{order.number}} sale mañana. No hace falta devolver la pieza rota.'],
    invoice: ['Factura corregida', 'Adjunto la factura corregida. Revisa por favor la razón social y el RFC.'],
    'looking-into-it': ['Revisando', 'Gracias por esperar, {{customer.firstName}}. Lo estoy revisando y sigo contigo hasta que quede claro.'],
    closing: ['Cierre', 'Me alegra que quedara resuelto. Escribe cuando quieras, aquí queda toda la conversación.'],
  },
}

/** Eight saved replies in each language, the same eight, so that an agent finds them by the same key. */
export const demoSavedReplies: DemoSavedReply[] = Object.entries(written).flatMap(([language, replies]) =>
  Object.entries(replies).map(([key, [name, text]]) => ({ key: `${language}-${key}`, language: language as Language, name, text })),
)
