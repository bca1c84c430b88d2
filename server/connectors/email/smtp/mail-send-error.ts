import { ConnectionFailure, failureFromNetwork, failureFromOAuth } from '../discover/connection-failure.ts'
import { OAuthError } from '../oauth/oauth-error.ts'

/** `unknown`: the whole mail was handed over and no answer came, so a blind resend could double it. */
export type SendRetry = 'later' | 'never' | 'unknown'

export type SendFault = 'recipient' | 'sender' | 'credentials' | 'policy' | 'quota' | 'server' | 'network' | 'content' | 'too_large' | 'stopped'

export interface RejectedRecipient {
  address: string
  retry: SendRetry
  fault: SendFault
  /** SMTP reply code. */
  code: number | null
  /** RFC 3463, e.g. `5.1.1`. */
  enhancedStatus: string | null
  /** The server's words. */
  text: string
}

export interface SendFailure extends Omit<RejectedRecipient, 'address'> {
  /** Key of the text that a person reads. */
  reason: string
  rejected: RejectedRecipient[]
}

/** A mail that was not accepted, or about which nothing certain is known. */
export class MailSendError extends Error implements SendFailure {
  readonly retry: SendRetry
  readonly fault: SendFault
  readonly code: number | null
  readonly enhancedStatus: string | null
  readonly text: string
  readonly reason: string
  readonly rejected: RejectedRecipient[]

  constructor(verdict: Omit<RejectedRecipient, 'address'>, rejected: RejectedRecipient[] = [], cause?: unknown) {
    super(`${verdict.fault}, retry ${verdict.retry}: ${verdict.text}`, { cause })
    this.name = 'MailSendError'
    this.retry = verdict.retry
    this.fault = verdict.fault
    this.code = verdict.code
    this.enhancedStatus = verdict.enhancedStatus
    this.text = verdict.text.slice(0, 1000)
    this.reason = `email.send_error.${verdict.retry === 'unknown' ? 'unknown' : verdict.fault}`
    this.rejected = rejected
  }
}

/** What nodemailer's connection puts on its errors. */
export interface SmtpProblem {
  message?: string
  code?: string
  response?: string
  responseCode?: number
  command?: string
  rejectedErrors?: (SmtpProblem & { recipient?: string })[]
}

/** Where in the conversation it broke. */
export type SendStage = 'connecting' | 'signing_in' | 'sending' | 'body_sent'

/** The verdict about one failed attempt. */
export function sendErrorFrom(error: unknown, stage: SendStage): MailSendError {
  if (error instanceof MailSendError) return error
  const cause = error instanceof Error ? error.cause : undefined
  const oauth = error instanceof OAuthError ? error : cause instanceof OAuthError ? cause : null
  if (oauth) return fromConnection(failureFromOAuth(oauth), null, null)
  const problem = (error ?? {}) as SmtpProblem
  // A server without STARTTLS refuses the command with a reply of its own; that says nothing about the mail.
  if (problem.code === 'ETLS') return fromConnection(failureFromNetwork(error), null, null)
  if (problem.code === 'EMESSAGE' && problem.command === 'MAIL FROM') return new MailSendError(verdictOf('never', 'too_large', problem), [], error)
  if (problem.responseCode) return fromReply(problem, stage, error)
  if (stage === 'body_sent') return new MailSendError(verdictOf('unknown', 'network', problem), [], error)
  if (error instanceof ConnectionFailure) return fromConnection(error, null, null)
  if (stage === 'sending' && problem.command === 'API') return new MailSendError(verdictOf('never', 'recipient', problem), [], error)
  return fromConnection(failureFromNetwork(error), null, null)
}

/** Sign-in and reachability problems are of the inbox, not of the mail: it waits until they are mended. */
function fromConnection(failure: ConnectionFailure, code: number | null, enhancedStatus: string | null): MailSendError {
  const isLogin = ['auth', 'oauth_expired', 'app_password_needed'].includes(failure.kind)
  const fault = isLogin ? 'credentials' : failure.kind === 'busy' ? 'server' : 'network'
  return new MailSendError({ retry: 'later', fault, code, enhancedStatus, text: failure.detail }, [], failure)
}

function fromReply(problem: SmtpProblem, stage: SendStage, error: unknown): MailSendError {
  const rejected = (problem.rejectedErrors ?? []).map(rejectionFrom)
  if (stage === 'signing_in') return signInRefused(problem, error)
  // No SMTP server says that (RFC 5321 §4.2.1): something else listens there, and it says nothing about the mail.
  if (problem.responseCode! < 200 || problem.responseCode! > 599) return new MailSendError(verdictOf('later', 'server', problem), rejected, error)
  if (rejected.length > 0) return new MailSendError(combine(rejected), rejected, error)
  return new MailSendError(judgeReply(problem, problem.command === 'MAIL FROM' ? 'sender' : 'content'), [], error)
}

/** 454 and other 4xx at AUTH are temporary (RFC 4954 §6); the rest needs a person, and the mail waits. */
function signInRefused(problem: SmtpProblem, error: unknown): MailSendError {
  const isTemporary = (problem.responseCode ?? 0) < 500
  return new MailSendError(verdictOf('later', isTemporary ? 'server' : 'credentials', problem), [], error)
}

export function rejectionFrom(problem: SmtpProblem & { recipient?: string }): RejectedRecipient {
  return { address: problem.recipient ?? '', ...judgeReply(problem, 'recipient') }
}

/** When nobody was accepted: one recipient who may be tried later keeps the mail alive. */
function combine(rejected: readonly RejectedRecipient[]): Omit<RejectedRecipient, 'address'> {
  const { address: _address, ...verdict } = rejected.find(({ retry }) => retry === 'later') ?? rejected[0]!
  return verdict
}

/**
 * Reads a refusal by its enhanced status first, as plain codes are used loosely, then by words that large providers use.
 * SOURCE: RFC 3463; support.google.com/a/answer/3726730 (5.4.5 daily quota, 5.7.x policy); learn.microsoft.com "NDR error codes".
 */
export function judgeReply(problem: SmtpProblem, usual: 'recipient' | 'sender' | 'content'): Omit<RejectedRecipient, 'address'> {
  const { responseCode = 0 } = problem
  const status = statusOf(problem)
  const words = problem.response ?? ''
  const retry: SendRetry = responseCode >= 500 && responseCode !== 503 ? 'never' : 'later'
  const detail = status?.slice(2) ?? ''
  if (detail === '4.5' || /quota exceeded|sending (limit|quota)|too many (messages|mails|emails)|rate limit/i.test(words))
    return verdictOf('later', 'quota', problem)
  if (['3.4', '2.3'].includes(detail) || /message (size )?(exceeds|too (big|large))|size limit/i.test(words))
    return verdictOf('never', 'too_large', problem)
  if (detail.startsWith('7.')) return verdictOf(retry, detail === '7.60' ? 'sender' : 'policy', problem)
  if (['1.7', '1.8'].includes(detail)) return verdictOf(retry, 'sender', problem)
  if (/^[12]\./.test(detail)) return verdictOf(retry, 'recipient', problem)
  if (detail.startsWith('6.')) return verdictOf(retry, 'content', problem)
  if (/spam|blocked|black ?list|block ?list|reputation|dmarc|spf/i.test(words)) return verdictOf(retry, 'policy', problem)
  if (retry === 'later') return verdictOf(retry, usual === 'recipient' && responseCode !== 421 ? 'recipient' : 'server', problem)
  return verdictOf(retry, usual, problem)
}

function verdictOf(retry: SendRetry, fault: SendFault, problem: SmtpProblem): Omit<RejectedRecipient, 'address'> {
  return {
    retry,
    fault,
    code: problem.responseCode ?? null,
    enhancedStatus: statusOf(problem),
    text: problem.response ?? problem.message ?? 'no answer',
  }
}

const statusOf = ({ response }: SmtpProblem) => /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1] ?? null
