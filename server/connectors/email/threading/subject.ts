/** What a subject says once the marks of replying, forwarding and lists are taken off. */
export interface SubjectParts {
  /** The subject proper, as written. */
  text: string
  /** For comparing: NFKC, lower case, single spaces; empty when nothing is left. */
  key: string
  isReply: boolean
  isForward: boolean
  /** Our conversation number from `[#1234]`; it can be guessed, so it only suggests. */
  number: number | null
}

/** Reply marks by language and program: English, German, Dutch, Scandinavian, Finnish, Polish, Czech, Romance, Greek, Turkish … */
const replyMarks =
  're|re:re|aw|antw|antwort|antwoord|sv|svar|vs|vast|odp|odpověď|odg|res|resp|resposta|rép|r|rif|ris|risposta|ynt|yanıt|cvp|απ|σχετ|ответ|отв|на|відповідь|vá|válasz|atb|ats|atsakymas|bls|hl|回复|答复|回覆|答覆|返信|회신|답장|رد|תשובה|השב|ตอบกลับ|ตอบ|trả lời|balas|bls|उत्तर|जवाब|प्रत्युत्तर|సమాధానం|జవాబు|ప్రత్యుత్తరం|பதில்|மறுமொழி|മറുപടി|উত্তর|જવાબ|ಉತ್ತರ|ਜਵਾਬ'
const forwardMarks =
  'fw|fwd|forward|forwarded|wg|weitergeleitet|tr|transf|rv|reenv|reenviado|enc|encaminhado|encaminhada|i|inoltrato|inoltra|doorst|doorgestuurd|vb|vs|vl|videresendt|videres|pd|podaj dalej|přep|fs|ilt|i̇lt|İlt|iletilen|πρθ|προώθ|пересл|пересыл|отп|переслано|tov|továbbítás|转发|轉寄|轉發|转寄|転送|전달|إعادة توجيه|هعد|הועבר|ส่งต่อ|chuyển tiếp|terusan|trs|अग्रेषित|फ़ॉरवर्ड|ఫార్వర్డ్|ఫార్వార్డ్|முன்னனுப்பு|பகிர்|ഫോർവേഡ്|ফরওয়ার্ড'
const alternatives = (marks: string) =>
  [...new Set(marks.split('|'))]
    .sort((one, other) => other.length - one.length)
    .map((mark) => mark.normalize('NFKC').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')
const mark = (marks: string) =>
  new RegExp(`^(?:${alternatives(marks)})\\s?(?:\\^?\\d{1,3}|\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\*\\d{1,3})?\\s?[:：]\\s*`, 'iu')
const replyMark = mark(replyMarks)
const forwardMark = mark(forwardMarks)
const ourNumber = /\[#(\d{1,12})\]/
const listTag = /^(?:\[[^\]\n]{1,40}\]|【[^】\n]{1,40}】)\s*/u

/** Takes the marks off a subject, however often and in whatever language they were put on. Pure; never throws. */
export function readSubject(subject: string): SubjectParts {
  let rest = subject
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const number = Number(ourNumber.exec(rest)?.[1] ?? NaN)
  rest = rest.replace(new RegExp(ourNumber, 'g'), ' ').replace(/\s+/g, ' ').trim()
  let isReply = false
  let isForward = false
  for (let before = ''; before !== rest;) {
    before = rest
    if (replyMark.test(rest)) {
      isReply = true
      rest = rest.replace(replyMark, '')
    } else if (forwardMark.test(rest)) {
      isForward = true
      rest = rest.replace(forwardMark, '')
    } else if (rest.replace(listTag, '') !== '') rest = rest.replace(listTag, '')
  }
  const text = rest.replace(/\s*\((?:fwd|re|fw)\)$/i, '').trim()
  return { text, key: text.toLowerCase(), isReply, isForward, number: Number.isSafeInteger(number) ? number : null }
}
