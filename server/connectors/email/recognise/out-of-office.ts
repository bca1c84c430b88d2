/**
 * How absence notes and automatic answers begin their subject, by language. A hint only: people write "Out of office on Monday?"
 * too, so it counts together with something that only software sets (see automatic.ts).
 */
export const automaticSubjects: Readonly<Record<string, RegExp>> = {
  en: /^(?:out[ -]of[ -](?:the[ -])?office|ooo\b|automatic (?:reply|response|answer)|auto(?:mated)?[ -]?(?:reply|response|responder|answer)|vacation (?:reply|response|notice)|away from (?:the |my )?(?:office|desk|mail)|i am (?:out of|away from)|on (?:vacation|leave|holiday)|autoreply|\[?auto\]? ?:|(?:thank you for (?:your|contacting)|we(?:'ve| have) received your|your (?:request|ticket|message|e-?mail|enquiry|inquiry) (?:has been|was|#)).{0,40})/i,
  de: /^(?:automatische (?:antwort|r[üu]ckantwort|abwesenheit)|abwesenheits(?:notiz|assistent|meldung|nachricht|benachrichtigung)|abwesend|nicht im (?:b[üu]ro|haus)|außer haus|ausser haus|urlaubs?(?:vertretung|meldung|benachrichtigung)|ich bin (?:im urlaub|nicht im|abwesend))/iu,
  fr: /^(?:r[ée]ponse automatique|absence (?:du bureau|de)|absent(?:e)?(?: du bureau|\b)|message d'absence|notification d'absence|en cong[ée]s|je suis absent|accus[ée] de r[ée]ception automatique)/iu,
  es: /^(?:respuesta autom[aá]tica|fuera de (?:la )?oficina|ausente|ausencia|contestaci[oó]n autom[aá]tica|de vacaciones|autorrespuesta|auto[- ]respuesta)/iu,
  pt: /^(?:resposta autom[aá]tica|fora do escrit[oó]rio|aus[eê]ncia(?: tempor[aá]ria)?|ausente|estou (?:de f[eé]rias|ausente)|de f[eé]rias|auto[- ]?resposta|aviso de f[eé]rias)/iu,
  it: /^(?:risposta automatica|fuori (?:ufficio|sede)|assente|assenza|avviso di assenza|in ferie|sono (?:in ferie|assente))/iu,
  nl: /^(?:automatisch (?:antwoord|bericht)|automatische (?:beantwoording|reactie)|afwezig(?:heid)?|niet aanwezig|ik ben (?:afwezig|met vakantie)|buiten kantoor)/iu,
  sv: /^(?:autosvar|automatiskt svar|fr[åa]nvaro|inte p[åa] kontoret|semester)/iu,
  da: /^(?:automatisk svar|autosvar|ikke til stede|ikke på kontoret|frav[æa]r|ferie)/iu,
  no: /^(?:automatisk svar|autosvar|frav[æa]r|ikke til stede|ikke på kontoret|fraværsassistent)/iu,
  fi: /^(?:automaattinen vastaus|poissa(?:olo)?|olen (?:poissa|lomalla)|lomalla|poissaoloviesti)/iu,
  pl: /^(?:odpowied[zź] automatyczna|autoodpowied[zź]|automatyczna odpowied[zź]|poza biurem|nieobecno[sś][cć]|jestem nieobecn|urlop)/iu,
  cs: /^(?:automatick[áa] odpov[ěe][ďd]|mimo kancel[áa][řr]|nep[řr][íi]tomnost|dovolen[áa])/iu,
  sk: /^(?:automatick[áa] odpove[ďd]|mimo kancel[áa]rie|nepr[íi]tomnos[ťt])/iu,
  hu: /^(?:automatikus v[áa]lasz|h[áa]zon k[íi]v[üu]l|irod[áa]n k[íi]v[üu]l|szabads[áa]gon)/iu,
  ro: /^(?:r[ăa]spuns automat|absent (?:de la|din) birou|[îi]n concediu|plecat din birou)/iu,
  tr: /^(?:otomatik (?:yan[ıi]t|cevap)|ofis d[ıi][şs][ıi]nda|izindeyim|y[ıi]ll[ıi]k izin)/iu,
  el: /^(?:αυτόματη απάντηση|εκτός γραφείου|απουσία)/iu,
  ru: /^(?:автоматический ответ|автоответ(?:чик)?|автоматическое уведомление|вне офиса|отсутств|нет на месте|я в отпуске|в отпуске)/iu,
  uk: /^(?:автоматична відповідь|автовідповідь|поза офісом|відсутній|у відпустці)/iu,
  bg: /^(?:автоматичен отговор|извън офиса)/iu,
  hr: /^(?:automatski odgovor|izvan ureda|odsutnost)/iu,
  sl: /^(?:samodejni odgovor|odsotnost|nisem v pisarni)/iu,
  ja: /^(?:自動(?:応答|返信|送信|返答)|不在(?:通知|のお知らせ|連絡|です)?|休暇(?:中|のお知らせ)|【?自動返信】?|\[?自動返信\]?|外出中)/u,
  zh: /^(?:自动(?:回复|答复|应答)|自動(?:回覆|回復|答覆|回应)|不在办公室|不在辦公室|外出|休假|【?自动回复】?)/u,
  ko: /^(?:자동 ?(?:회신|응답|답장|답변)|부재 ?(?:중|알림|통지)|휴가|\[?부재\]?)/u,
  ar: /^(?:رد تلقائي|الرد التلقائي|خارج المكتب|إجابة تلقائية)/u,
  he: /^(?:מענה אוטומטי|תשובה אוטומטית|מחוץ למשרד|הודעת היעדרות)/u,
  th: /^(?:ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|ไม่อยู่ที่)/u,
  vi: /^(?:trả lời tự động|thư trả lời tự động|vắng mặt|tự động trả lời)/iu,
  id: /^(?:balasan otomatis|jawaban otomatis|di luar kantor|sedang cuti)/iu,
  hi: /^(?:स्वचालित (?:उत्तर|जवाब|प्रतिक्रिया)|स्वतः (?:उत्तर|जवाब)|कार्यालय से बाहर|ऑफ़?िस से बाहर|अवकाश पर|छुट्टी पर)/u,
  te: /^(?:స్వయంచాలక (?:ప్రత్యుత్తరం|సమాధానం|జవాబు)|ఆటోమేటిక్ (?:రిప్లై|సమాధానం)|కార్యాలయం వెలుపల|ఆఫీసులో లేను|సెలవులో)/u,
  ta: /^(?:தானியங்கி (?:பதில்|மறுமொழி)|தன்னியக்க (?:பதில்|மறுமொழி)|அலுவலகத்திற்கு வெளியே|அலுவலகத்தில் இல்லை|விடுப்பில்)/u,
  ml: /^(?:സ്വയമേവയുള്ള മറുപടി|യാന്ത്രിക മറുപടി|ഓട്ടോമാറ്റിക് മറുപടി|ഓഫീസിന് പുറത്ത്|ഓഫീസിലില്ല|അവധിയിൽ)/u,
  bn: /^(?:স্বয়ংক্রিয় (?:উত্তর|জবাব)|অফিসের বাইরে)/u,
  mr: /^(?:स्वयंचलित (?:उत्तर|प्रत्युत्तर)|कार्यालयाबाहेर)/u,
  ca: /^(?:resposta autom[àa]tica|fora de l'oficina)/iu,
}

const patterns = Object.values(automaticSubjects)

/** Whether a subject begins as automatic answers do in some language. */
export const isAutomaticSubject = (subject: string) =>
  patterns.some((pattern) => pattern.test(subject.replace(/^[\s【[(*]+/u, '')) || pattern.test(subject.trim()))

/** First words of absence notes: the second half of the hint. */
const absenceWords =
  /\b(?:i(?: am|'m| will be)|we are) (?:currently |now |presently )?(?:out of (?:the )?office|away|on (?:vacation|leave|holiday|annual|maternity|parental|sick)|not (?:in|at) (?:the|my) (?:office|desk)|travell?ing)|\bout of (?:the )?office\b|\b(?:limited|no|without) access to (?:my )?e-?mail|\bthis is an auto(?:mated|matic|-)|\bautomatic(?:ally)? (?:generated|reply|response)|\bi will (?:be back|return|respond (?:when|upon|after))|\bno longer (?:with|work(?:ing|s)?) (?:at|for|the)?|(?:ich bin|wir sind)[^.]{0,40}(?:nicht (?:im|erreichbar|anwesend)|im urlaub|abwesend|außer haus)|diese (?:e-?mail|nachricht) wurde automatisch|je (?:suis|serai)[^.]{0,30}(?:absent|en cong|en vacances|en déplacement)|(?:estoy|estar[eé]|me encuentro)[^.]{0,30}(?:fuera|ausente|de vacaciones)|(?:estou|estarei)[^.]{0,30}(?:fora|ausente|de f[eé]rias)|(?:sono|sarò)[^.]{0,24}(?:assente|fuori|in ferie)|ik ben[^.]{0,30}(?:afwezig|vakantie|niet)|jag är[^.]{0,24}(?:inte|borta|ledig|semester)|jestem[^.]{0,24}(?:nieobecn|na urlopie|poza)|(?:я|нахожусь)[^.]{0,24}(?:в отпуске|отсутств|вне офиса)|不在|休暇|休假|外出|自动回复|自動回覆|自動返信|自動応答|부재|휴가|कार्यालय में नहीं|छुट्टी पर|అందుబాటులో లే|సెలవులో|விடுப்பில்|அலுவலகத்தில் இல்லை|അവധിയിൽ|ഓഫീസിൽ ഇല്ല/iu

/** Whether a text opens like an absence note. Quoted lines do not count. */
export function opensLikeAbsence(text: string): boolean {
  const own = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('>'))
  return absenceWords.test(own.slice(0, 8).join(' ').slice(0, 700))
}
