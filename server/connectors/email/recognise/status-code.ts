/** Phase of the SMTP session in which a mail was refused (RFC 5321 §4.1.1). */
export type SmtpCommand = 'CONN' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA'

/** The first enhanced status code (RFC 3463) of class 2, 4 or 5 in a text; parts of IP addresses and versions do not count. */
export function findEnhancedStatus(text: string | null): string | null {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)/.exec(text ?? '')?.[0] ?? null
}

/**
 * The SMTP reply code in a text. A number counts only where replies stand: at the start, after `said:`, `<<<`, `;` or `:`, or
 * before an enhanced code: not a year, a port or a size.
 */
export function findReplyCode(text: string | null): string | null {
  const reply =
    /(?:^|[:;>(\]#]\s{0,20}|<<<\s{0,20}|said:\s{0,20}|\berror(?:\s{1,9}code)?:?\s{1,20}|\bwith:?\s{1,20}|\bwas:?\s{1,20}|\n[ \t]{0,40})([245][0-5]\d)(?=[\s\-:,)#]|$)/im.exec(
      text ?? '',
    )
  if (reply) return reply[1]!
  return /\b([245][0-5]\d)[\s-]{1,9}#?[245]\.\d{1,3}\.\d{1,3}\b/.exec(text ?? '')?.[1] ?? null
}

/**
 * In which phase the other side refused. A refusal after the content was seen says nothing sure about the address. Sendmail shows
 * `>>> DATA` for a refused recipient too when it pipelines; the `503 … Need RCPT` that follows gives that away (RFC 2920).
 */
export function findCommand(text: string): SmtpCommand | null {
  if (/\b50[34]\b.{0,20}(?:need rcpt|no (?:valid )?recipients|valid rcpt|rcpt first|no rcpt)/i.test(text)) return 'RCPT'
  const said =
    /\b(?:in reply to|in response to|after|in)\s{1,9}(?:the\s{1,9})?(?:pipelined\s{1,9})?(end of data|rcpt[ _]to|mail[ _]from|data|bdat|[eh][eh]lo|initial connection|greeting|handshake|message body|body)\b/i.exec(
      text,
    )
  const bracket =
    /\[(rcpt_to|mail_from|data|body|ehlo|helo|connect)\]|\bSMTP:(RCPT|MAIL|DATA|EHLO|HELO)\b|-\s{0,9}SMTP command\s{0,9}\n\s{0,99}(RCPT|MAIL|DATA|EHLO|HELO)/i.exec(
      text,
    )
  const transcript = [...text.matchAll(/^[ \t]{0,40}(?:>>>|Sent\s{0,9}<<<)\s{0,9}(RCPT|MAIL|DATA|EHLO|HELO|\.)(?=[\s:]|$)/gim)].at(-1)
  const word = (said?.[1] ?? bracket?.slice(1).find(Boolean) ?? transcript?.[1] ?? '').toLowerCase()
  if (word === '') return null
  if (word.startsWith('rcpt')) return 'RCPT'
  if (word.startsWith('mail')) return 'MAIL'
  if (/^(?:data|end of data|bdat|body|message body|\.)$/.test(word)) return 'DATA'
  return /^[eh][eh]lo$/.test(word) ? 'EHLO' : 'CONN'
}
