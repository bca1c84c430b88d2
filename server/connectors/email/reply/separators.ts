/**
 * The titles clients print between a reply and the mail below it.
 * SOURCE: Outlook, Thunderbird, Samsung, Yahoo, QQ, Notes and UOL in each language.
 */
const originalTitles = [
  'original message',
  'original email',
  'original mail',
  'original',
  'reply message',
  'quoted message',
  'message history',
  'original appointment',
  'mensagem original',
  'e-mail original',
  'mensaje original',
  'correo original',
  'missatge original',
  "message d['’]origine",
  'message original',
  'message initial',
  "e-mail d['’]origine",
  'courriel original',
  'ursprüngliche nachricht',
  'ursprungliche nachricht',
  'originalnachricht',
  'original-nachricht',
  'originale nachricht',
  'antwort nachricht',
  'originalmail',
  'messaggio originale',
  'messaggio original',
  'oorspronkelijk bericht',
  'origineel bericht',
  'oprindelig meddelelse',
  'oprindelig besked',
  'original besked',
  'ursprungligt meddelande',
  'originalmeddelande',
  'opprinnelig melding',
  'original melding',
  'alkuperäinen viesti',
  'wiadomość oryginalna',
  'oryginalna wiadomość',
  'treść oryginalnej wiadomości',
  'исходное сообщение',
  'оригинальное сообщение',
  'исходное письмо',
  'оригінальне повідомлення',
  'orijinal mesaj',
  'özgün ileti',
  'asıl mesaj',
  'původní zpráva',
  'pôvodná správa',
  'původní e-mail',
  'eredeti üzenet',
  'mesaj original',
  'αρχικό μήνυμα',
  'izvorna poruka',
  'मूल संदेश',
  'मूल मैसेज',
  'मूल ईमेल',
  'అసలు సందేశం',
  'మూల సందేశం',
  'అసలు మెసేజ్',
  'യഥാർത്ഥ സന്ദേശം',
  'യഥാർഥ സന്ദേശം',
  'ഒറിജിനൽ സന്ദേശം',
  'அசல் செய்தி',
  'மூல செய்தி',
  'মূল বার্তা',
  'আসল বার্তা',
  'मूळ संदेश',
  'મૂળ સંદેશ',
  'ಮೂಲ ಸಂದೇಶ',
  'ਮੂਲ ਸੁਨੇਹਾ',
  '元のメッセージ',
  '元のメール',
  'オリジナルメッセージ',
  '原始邮件',
  '原始郵件',
  '原邮件',
  '邮件原件',
  '原始訊息',
  '원본 메시지',
  '원본 메일',
  '원본메시지',
  'الرسالة الأصلية',
  'הודעה מקורית',
  'tin nhắn gốc',
  'thư gốc',
  'ข้อความต้นฉบับ',
  'pesan asli',
]

const forwardTitles = [
  'forwarded message',
  'forwarded email',
  'forwarded by',
  'fwd message',
  'begin forwarded message',
  'mensagem encaminhada',
  'mensagem reencaminhada',
  'início da mensagem encaminhada',
  'inicio da mensagem encaminhada',
  'início da mensagem reencaminhada',
  'mensaje reenviado',
  'mensaje remitido',
  'inicio del mensaje reenviado',
  'comienza el mensaje reenviado',
  'message transféré',
  'message transmis',
  'début du message transféré',
  'début du message réexpédié',
  'courriel transféré',
  'weitergeleitete nachricht',
  'anfang der weitergeleiteten nachricht',
  'anfang der weitergeleiteten e-mail',
  'messaggio inoltrato',
  'inizio messaggio inoltrato',
  'doorgestuurd bericht',
  'begin doorgestuurd bericht',
  'videresendt meddelelse',
  'videresendt besked',
  'start på videresendt besked',
  'vidarebefordrat meddelande',
  'vidarebefordrat brev',
  'videresendt melding',
  'välitetty viesti',
  'edelleenlähetetty viesti',
  'przekazana wiadomość',
  'wiadomość przekazana',
  'początek przekazywanej wiadomości',
  'пересланное сообщение',
  'пересылаемое сообщение',
  'пересланное письмо',
  'начало переадресованного сообщения',
  'переслане повідомлення',
  'iletilen mesaj',
  'yönlendirilmiş ileti',
  'iletilen ileti',
  'přeposlaná zpráva',
  'začátek přeposílané zprávy',
  'preposlaná správa',
  'továbbított üzenet',
  'mesaj redirecționat',
  'अग्रेषित संदेश',
  'अग्रेषित किया गया संदेश',
  'फ़ॉरवर्ड किया गया संदेश',
  'फॉरवर्ड किया गया संदेश',
  'ఫార్వార్డ్ చేసిన సందేశం',
  'ఫార్వార్డ్ చేయబడిన సందేశం',
  'കൈമാറിയ സന്ദേശം',
  'ഫോർവേഡ് ചെയ്ത സന്ദേശം',
  'பகிரப்பட்ட செய்தி',
  'முன்னனுப்பப்பட்ட செய்தி',
  'திருப்பிவிடப்பட்ட செய்தி',
  'ফরওয়ার্ড করা বার্তা',
  'ফরোয়ার্ড করা বার্তা',
  'अग्रेषित केलेला संदेश',
  'ફૉરવર્ડ કરેલો સંદેશ',
  'ಫಾರ್ವರ್ಡ್ ಮಾಡಲಾದ ಸಂದೇಶ',
  '転送されたメッセージ',
  '転送メッセージ',
  '転送メール',
  '转发的邮件',
  '转发邮件信息',
  '转发邮件',
  '轉寄郵件',
  '轉寄的郵件',
  '전달된 메시지',
  '전달된 메일',
  'رسالة معاد توجيهها',
  'رسالة مُعاد توجيهها',
  'הודעה שהועברה',
  'thư đã chuyển tiếp',
  'tin nhắn được chuyển tiếp',
  'ข้อความที่ส่งต่อ',
  'pesan terusan',
]

/** What a helpdesk prints so that people answer above it; everything below is history. */
const answerAboveThis = [
  /(?:reply|respond|write|type|answer|responses?|repl(?:y|ies))[^\n]{0,40}\babove\b[^\n]{0,20}\b(?:this|the|dotted)?\s?(?:line|message|text|email)/iu,
  /\bdo not (?:edit|write|reply|type)[^\n]{0,20}\bbelow\b[^\n]{0,20}\b(?:line|text)/iu,
  /(?:responda|responder|escreva|escriba|escribe|digite|respuesta|resposta)[^\n]{0,40}(?:acima|por encima|encima|arriba|sobre)[^\n]{0,20}(?:linha|línea|linea|texto)/iu,
  /(?:répond(?:re|ez)|écrivez|écrire|réponse|saisir)[^\n]{0,40}(?:au-dessus|dessus|avant)[^\n]{0,20}ligne/iu,
  /(?:antworten|antwort|schreiben|schreiben sie)[^\n]{0,40}(?:oberhalb|über)[^\n]{0,20}(?:linie|zeile)/iu,
  /(?:rispond(?:i|ere|ete)|scriv(?:i|ere|ete))[^\n]{0,40}sopra[^\n]{0,20}(?:linea|riga)/iu,
  /(?:antwoord|reageer|schrijf|typ)[^\n]{0,40}boven[^\n]{0,20}(?:lijn|regel)/iu,
  /(?:ответ|напишите|пишите)[^\n]{0,40}(?:выше|над)[^\n]{0,20}(?:лини|черт|строк)/iu,
  /(?:रेखा|लाइन|पंक्ति)[^\n]{0,20}(?:के )?ऊपर[^\n]{0,40}(?:उत्तर|जवाब|लिख|टाइप)/u,
  /(?:గీత|లైన్|పంక్తి)[^\n]{0,10}\s?(?:కు |కి )?పైన[^\n]{0,40}/u,
  /(?:വരി|വര|ലൈൻ)[^\n]{0,12}\s?മുകളിൽ[^\n]{0,40}/u,
  /(?:கோட்டிற்கு|கோட்டுக்கு|வரிக்கு)\s?மேலே[^\n]{0,40}/u,
]

const titlePattern = (titles: string[]) => new RegExp(`^(?:${titles.join('|')})$`, 'iu')
const original = titlePattern(originalTitles)
const forward = titlePattern(forwardTitles)
/** The decoration around a title: dashes, underscores, equals signs, bold marks, box-drawing lines. */
const decorationBefore = /^[\s\-–—―_=*#~+─━]{1,80}/u
const decorationAfter = /[\s\-–—―_=*#~+─━:：]{1,80}$/u

/** The long line Outlook draws above a quoted header. On its own it divides nothing: it must be followed by one. */
export const isRule = (body: string) =>
  body.length <= 200 && /^(?:_{8,}|-{12,}|={8,}|\*{8,}|─{6,}|━{6,}|―{6,}|(?:_ ?){10,}|(?:- ?){12,})$/u.test(body)

/** The kind of divider a line is: the title of a quoted or forwarded mail, the answer-above-this mark, or null. */
export function readSeparator(body: string): 'original' | 'forward' | 'marker' | null {
  if (body.length < 5 || body.length > 240) return null
  const bare = body.replace(decorationBefore, '').replace(decorationAfter, '').trim()
  const decorated = bare.length < body.length - 2
  if (decorated && original.test(bare)) return 'original'
  if (forward.test(bare) && (decorated || /[:：]$/u.test(body))) return 'forward'
  if (/^-{2,}\s?forwarded by\b/i.test(body)) return 'forward'
  // Notes keeps the head of its collapsed header as text.
  if (/^inactive hide details for\b.*-{3}/i.test(body)) return 'original'
  if (
    /^(?:begin forwarded message|in?[ií]cio d[ae]l? mensa[gj]e[m]? (?:re)?enca?minhada|inicio del mensaje reenviado|début du message (?:transféré|réexpédié)|anfang der weitergeleiteten (?:nachricht|e-mail)|अग्रेषित (?:किया गया )?संदेश (?:प्रारंभ|शुरू|आरंभ)(?: करें)?|ఫార్వార్డ్ చేసిన సందేశం ప్రారంభం|கையனுப்பப்பட்ட செய்தியின் தொடக்கம்)\s?:$/iu.test(
      body,
    )
  )
    return 'forward'
  if (isAnswerAbove(body, decorated)) return 'marker'
  return null
}

/** The mark must be set apart by signs, or be nearly the whole line: people also write "reply above the line" in a sentence. */
function isAnswerAbove(body: string, decorated: boolean): boolean {
  if (!answerAboveThis.some((pattern) => pattern.test(body))) return false
  return (
    decorated ||
    /^[#\-=*_[(<]/u.test(body) ||
    /[#\-=*_\])>]$/u.test(body) ||
    (/^(?:please )?(?:reply|type|write|respond)/i.test(body) && body.length <= 70 && !/[?!]/.test(body))
  )
}
