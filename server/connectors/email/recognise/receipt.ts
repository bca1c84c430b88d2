import type { ParsedMail } from '../mime/mail.ts'
import { isBounceSubject, opensLikeBounce } from './bounce-phrases.ts'
import { bareMessageId, firstHeader, readHeaderBlock } from './headers.ts'
import type { Receipt } from './recognition.ts'
import { findReturnedMail } from './returned-mail.ts'

const reportPart = (mail: ParsedMail) => mail.reportParts.find((part) => /disposition-notification/i.test(part.contentType))

/**
 * Reads a message disposition notification (RFC 8098), or the forms that Outlook, Exchange and Notes send without one. Null for
 * everything else. An answer to an invitation is a receipt only when its sender added no words.
 */
export function findReceipt(mail: ParsedMail): { receipt: Receipt; because: string } | null {
  const part = reportPart(mail)
  if (mail.reportType === 'disposition-notification' || (part && mail.reportType !== null)) {
    const fields = readHeaderBlock(part?.text ?? '')
    if (isRefusal(mail, firstHeader(fields, 'disposition') ?? '')) return null
    const disposition = /;\s*([a-z-]+)/i.exec(firstHeader(fields, 'disposition') ?? '')?.[1]?.toLowerCase() ?? 'displayed'
    const messageId = bareMessageId(firstHeader(fields, 'original-message-id')) ?? answered(mail)
    return { receipt: { disposition, messageId }, because: 'report-type:disposition-notification' }
  }
  if (readSubject.test(mail.subject.trim()) && looksGenerated(mail.text)) {
    const disposition = /\b(?:deleted|not read|ungelesen|não lid|no le[ií]d|non lu|sin leer)/iu.test(`${mail.subject} ${firstLines(mail.text)}`)
      ? 'deleted'
      : 'displayed'
    return { receipt: { disposition, messageId: answered(mail) }, because: 'subject:read' }
  }
  return findInvitationAnswer(mail)
}

/** A filter that rejects mail after taking it (Sieve `reject`, RFC 5429 §2.1) says so as a receipt: deleted without a person's doing. That is a bounce. */
const isRefusal = (mail: ParsedMail, disposition: string) =>
  /^\s*automatic-action\b.*;\s*deleted\b/i.test(disposition) && (isBounceSubject(mail.subject) || opensLikeBounce(mail.text))

const answered = (mail: ParsedMail) => mail.inReplyTo[0] ?? findReturnedMail(mail)?.messageId ?? mail.references.at(-1) ?? null

/** "Read: …" in the languages in which Outlook and Notes are sold. */
const readSubject =
  /^(?:(?:not )?read(?: receipt)?(?: \(displayed\))?\s*:|read receipt\b|return receipt\b|receipt for your|lida?(?:s|o)?\s*:|não lida?\s*:|le[ií]do\s*:|no le[ií]do\s*:|(?:un)?gelesen\s*:|(?:non )?lu\s*:|(?:da )?(?:non )?letto\s*:|(?:niet )?gelezen\s*:|l[äa]st\s*:|l[æa]st\s*:|luettu\s*:|przeczytan[eoa]\s*:|přečteno\s*:|прочитано\s*:|(?:прочтено|не прочтено)\s*:|okundu\s*:|已(?:读|讀)\s*[:：]|开封済み|開封済み\s*[:：]|읽음\s*[:：]|पढ़ा गया\s*:|confirmation de lecture|confirma(?:ção|ción) de lect?ura|lesebestätigung|ricevuta di (?:ritorno|lettura)|leesbevestiging|開封(?:確認|通知))/iu
const readText =
  /\b(?:was|were|has been) (?:read|displayed|opened|deleted|received by)\b|no guarantee that the (?:message|recipient)|this is a (?:return|read) receipt|return receipt[^.]{0,60}acknowledges|wurde[^.]{0,60}(?:gelesen|angezeigt|geöffnet|gelöscht)|a été (?:lu|affich|ouvert|supprim)|(?:foi|fora) (?:lid|exibid|abert|exclu)|(?:fue|ha sido) (?:le[ií]d|mostrad|abiert|eliminad)|è stat[oa] (?:lett|visualizzat|apert|eliminat)|is (?:gelezen|geopend|verwijderd)|(?:har|er) (?:läst|lest|læst)|zostało? (?:przeczytan|wyświetlon)|было? (?:прочитан|прочтен)|开封|開封され|已于|已被(?:阅读|讀取)|확인(?:했|하였)|읽었/iu

const firstLines = (text: string) => text.split('\n').slice(0, 20).join(' ').replace(/\s+/g, ' ').slice(0, 1000)

/** Outlook lists To, Subject and Sent of the mail; Notes and Thunderbird use fixed sentences. */
const receiptForm =
  /^[ \t]{0,40}(?:to|subject|sent|an|betreff|gesendet|à|objet|envoyé|para|asunto|assunto|enviad[oa](?: el)?|a|oggetto|inviato|aan|onderwerp|verzonden|till|ämne|skickat|do|temat|wysłano|кому|тема|отправлено|收件人|主题|主旨|件名|宛先|받는 사람|제목)\s{0,9}[:：]/gimu
const fixedSentence =
  /\bthis is a (?:return|read) receipt\b|\breturn receipt only acknowledges\b|\bwas received by\s{0,9}:|^[ \t]{0,40}your document\s{0,9}:/im

/** A generated receipt is short, has the form of one, and asks nothing; anything more was written by somebody. */
function looksGenerated(text: string): boolean {
  const own = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('>'))
  if (own.length > 14 || /[?？؟]/u.test(text) || !readText.test(firstLines(text))) return false
  return fixedSentence.test(text) || [...text.matchAll(receiptForm)].length >= 2
}

const answerSubject =
  /^(accepted|declined|tentative|zugesagt|abgelehnt|mit vorbehalt|accepté|refusé|provisoire|aceptad[oa]|rechazad[oa]|provisional|aceite|aceito|recusad[oa]|provis[oó]ri[oa]|accettato|rifiutato|geaccepteerd|afgewezen)\b[^:]{0,20}:/iu

function findInvitationAnswer(mail: ParsedMail): { receipt: Receipt; because: string } | null {
  if (mail.calendarMethod?.toUpperCase() !== 'REPLY' || mail.text.replace(/[\s\p{P}]/gu, '') !== '') return null
  const word = answerSubject.exec(mail.subject.trim())?.[1]?.toLowerCase() ?? ''
  const declined = /^(?:declined|abgelehnt|refusé|rechazad|recusad|rifiutato|afgewezen)/u.test(word)
  const tentative = /^(?:tentative|mit vorbehalt|provis)/u.test(word)
  return {
    receipt: { disposition: declined ? 'declined' : tentative ? 'tentative' : 'accepted', messageId: answered(mail) },
    because: 'calendar:reply-without-words',
  }
}
