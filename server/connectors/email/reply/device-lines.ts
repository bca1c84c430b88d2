/**
 * The line a phone or an app adds below what was written ("Sent from my iPhone").
 * SOURCE: iOS Mail, Samsung Email, Gmail, Outlook mobile, Yahoo, Proton, Zoho, Rediffmail, UOL/BOL, Xiaomi, Huawei in each language.
 */
const product =
  '(?:i ?phon[eu]|telem[óo]vel|i ?pad|i ?pod|i ?mac|mac ?book|apple watch|apple|android|samsung|galaxy|smart ?phone|smartfon|smarttelefon|cell ?phone|mobile|m[óo]vil|m[óo]bil|celular|handy|mobiltelefon|mobilger[äa]t|telefon\\w*|tel[ée]fono|telefone|t[ée]l[ée]phone|phone|tablet\\w*|blackberry|nokia|xiaomi|redmi|poco|realme|oppo|vivo|oneplus|huawei|honor|moto(?:rola)?|lg|sony|xperia|pixel|htc|windows|outlook|hotmail|yahoo|ymail|gmail|rediff ?mail\\w*|aol|ios|gmx|web\\.de|orange|sfr|laposte|libero|claro|movistar|telcel|whatsapp|app|messagerie|zoho|proton ?mail|proton|tutanota|tuta|airmail|spark|mail|mailbox|newton|k-9|fairemail|aqua mail|aquamail|blue ?mail|bluemail|edison|superhuman|hey|uol|bol|terra|webmail|thunderbird|t-mobile|verizon|at&t|vodafone|jio|airtel|my cell|my phone|device|смартфон\\p{L}*|телефон\\p{L}*|почт\\p{L}*|मोबाइल|फ़ोन|फोन|स्मार्टफ़ोन|ఫోన్|మొబైల్|ഫോൺ|ഫോണ|മൊബൈ|போன|மொபைல|கைபேசி|தொலைபேசி|আইফোন|ফোন|मोबाईल|ફોન|ಫೋನ್|手机|手機|スマートフォン|携帯|휴대폰|스마트폰)'

const sentStart = [
  'sent from',
  'sent via',
  'sent with',
  'sent using',
  'sent by',
  'sent on',
  'sent through',
  'sent securely (?:from|with)',
  'composed (?:on|with)',
  'written (?:on|from) my',
  'typed (?:on|from) my',
  'from my',
  'get',
  'download',
  'enviado (?:do|da|de|desde|a partir|pelo|pela|por|via|con|com|mediante|através)',
  'enviada (?:do|da|de|desde|pelo|por|via)',
  'mensaje enviado desde',
  'mensagem enviada (?:do|pelo|de)',
  'obter o?',
  'obtenha o',
  'baixe o',
  'obtener',
  'obtenga',
  'obtén',
  'descarga',
  'descargar',
  'envoyé (?:de|depuis|à partir|avec|via|par|du)',
  'envoye (?:de|depuis)',
  'envoyée (?:de|depuis)',
  'obtenir',
  'obtenez',
  'télécharger',
  'téléchargez',
  'message envoyé (?:de|depuis)',
  'provenance\\s?:',
  'von mein\\w*',
  'gesendet (?:von|mit|über|aus)',
  'von (?=.{1,60}gesendet)',
  'diese (?:nachricht|e-mail|mail) wurde (?:von|mit)',
  'holen sie sich',
  'laden sie',
  'verschickt (?:von|mit)',
  'versendet (?:von|mit)',
  'inviato (?:da|dal|con|tramite)',
  'inviata (?:da|dal)',
  'scarica',
  'ottieni',
  'verzonden (?:vanaf|met|via|van|vanuit)',
  'verstuurd (?:vanaf|met|via|van)',
  'download',
  'sendt fra',
  'sendt via',
  'sendt med',
  'hent',
  'skickat från',
  'skickades från',
  'hämta',
  'lähetetty',
  'hanki',
  'wysłane? (?:z|za)',
  'wysłano (?:z|za)',
  'pobierz',
  'отправлено (?:с|со|из|от)',
  'отправлен (?:с|из)',
  'скачать',
  'надіслано (?:з|із)',
  'odesláno (?:z|ze)',
  'odoslané (?:z|zo)',
  'получите',
  'trimis (?:de|din)',
  'elküldve',
  'στάλθηκε από',
  '从我的',
  '從我的',
  '发自',
  '發自',
  '來自',
  '来自',
  '获取',
  '取得',
  '나의',
  '내',
  'đã gửi từ',
  'gửi từ',
  'ส่งจาก',
  'dikirim dari',
  'تم الإرسال من',
  'أرسلت من',
  'أُرسلت من',
  'נשלח מ',
]
const sentEnd =
  '(?:gesendet|herunterladen|beziehen|gönderildi|küldve|elküldve|से भेजा गया|से भेजी गई|द्वारा भेजा गया|से भेजा|प्राप्त करें|डाउनलोड करें|నుండి పంపబడింది|నుండి పంపించబడింది|నుంచి పంపబడింది|నుండి పంపినది|పొందండి|నుండి పంపాను|നിന്ന് അയച്ചത്|നിന്ന് അയച്ചു|നിന്നും അയച്ചത്|ൽനിന്ന് അയച്ചത്|അയച്ചത്|നേടുക|அனுப்பப்பட்டது|அனுப்பியது|பெறுக|பெறவும்|থেকে পাঠানো|থেকে পাঠানো হয়েছে|থেকে প্রেরিত|पाठवले|पाठविले|મોકલેલ|મોકલ્યું|ಕಳುಹಿಸಲಾಗಿದೆ|ਭੇਜਿਆ ਗਿਆ|送信|から送信|を入手|发送|傳送|传送|寄出|에서 보냄|보냄|받기)'

const starts = new RegExp(`^(?:${sentStart.join('|')})(?![\\p{L}])`, 'iu')
const startsCjk = /^(?:从我的|從我的|发自|發自|來自|来自|获取|取得|나의|내 )/u
const ends = new RegExp(`${sentEnd}[\\s.!।。]{0,4}$`, 'iu')
const names = new RegExp(`(?<![\\p{L}\\p{M}])${product}|${product}(?![a-z])`, 'iu')
/** "Sent from my …" with any few words: nobody keeps a list of all devices. */
const fromMine =
  /^(?:sent (?:from|via|on|with) my|enviado (?:do|de|desde) (?:meu|o meu|mi|minha)|envoyé (?:de|depuis) (?:mon|ma)|inviato dal mio|verstuurd vanaf mijn|verzonden vanaf mijn|sendt fra min|skickat från min|lähetetty|von meine[mr]?)\s[^,;:?!]{2,40}$/iu
const getOutlook =
  /^(?:get|download|obter|obtenha|obtener|obtenga|obtén|obtenir|obtenez|télécharger|téléchargez|holen sie sich|laden sie|baixe|scarica|ottieni|hent|hämta|hanki|pobierz|descarga|descargar|获取|取得|скачать|получите|получить)(?![\p{L}])/iu
const advertises = [
  /^(?:yahoo mail\s?: |sent from yahoo mail|do you yahoo)/iu,
  /^(?:virus-free|virenfrei|sem vírus|libre de virus|garanti sans virus)[.\s]/iu,
  /\bavast\b.{0,80}\b(?:antivirus|virus|vírus)|(?:checked for viruses|auf viren geprüft|verificado em busca de vírus|analizado en busca de virus|vérifiée? (?:par|pour)|absence de virus).{0,60}\bavast\b/iu,
  /^(?:www\.avast\.com|www\.avg\.com)/iu,
  /^sent from nine$/iu,
  /^sent from (?:my )?[\w\s'’,.-]{1,60}(?:please )?(?:excuse|forgive|pardon)/iu,
  /^(?:please )?(?:excuse|forgive|pardon) (?:any |the |my )?(?:typos|brevity|spelling|errors)/iu,
  /^sorry for (?:any |the |my )?(?:typos|brevity)/iu,
]
const links = /<?\(?\b(?:https?|mailto):[^\s>)]{1,600}[>)]?|<[^<>\s]{1,600}>|\[[^\]]{1,300}\]\([^)]{1,600}\)/giu

/** The line is one a device or mail app writes by itself. A sentence of the customer about a phone is longer, or goes on, and is none. */
export function isDeviceLine(body: string): boolean {
  if (body.length < 5 || body.length > 900) return false
  const bare = body
    .replace(links, ' ')
    .replace(/^[\s(<[*_~\-–—|]+|[\s)>\]*_~|]+$/gu, '')
    .replaceAll(/\s+/g, ' ')
  if (bare.length < 4 || bare.length > 130) return false
  if (advertises.some((pattern) => pattern.test(bare))) return true
  if (fromMine.test(bare) && bare.split(' ').length <= 8 && !isSentence(bare)) return true
  if (bare.split(' ').length > 16 || !names.test(bare)) return false
  if (getOutlook.test(bare)) return /outlook|yahoo|proton|spark|airmail|blue ?mail/iu.test(bare)
  if (/^from my /i.test(bare)) return bare.split(' ').length <= 7 && !/[,!?]|\b(?:to|the|i|we|and|is|was|has|have|can)\b/i.test(bare.slice(8))
  return (
    (starts.test(bare) || startsCjk.test(bare) || ends.test(bare) || (/ista$|ilta$|lähetetty/iu.test(bare) && /lähetetty/iu.test(bare))) &&
    !isSentence(bare)
  )
}

/** "Sent from my phone yesterday but nobody answered." is what a person says. */
const isSentence = (bare: string) =>
  /[?]|[,;] (?:but|and|please|because|so|aber|und|bitte|mas|pero|mais|e |y )|\b(?:yesterday|already|again|but|because|why|never|please|could you|can you|i |we |is not|isn't|does not|doesn't|nicht|pero|porque|mas não|mais je)\b/iu.test(
    bare,
  )
