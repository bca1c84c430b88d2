import { AppError } from '../errors.ts'

export type RefusalCode =
  | 'outbound.url_invalid'
  | 'outbound.scheme_refused'
  | 'outbound.credentials_in_url'
  | 'outbound.port_refused'
  | 'outbound.host_form_refused'
  | 'outbound.host_not_public'
  | 'outbound.address_not_public'
  | 'outbound.redirect_refused'

export type FailureCode =
  | 'outbound.dns_failed'
  | 'outbound.connect_failed'
  | 'outbound.tls_failed'
  | 'outbound.timed_out'
  | 'outbound.too_large'
  | 'outbound.too_many_redirects'
  | 'outbound.protocol_error'
  | 'outbound.aborted'

/**
 * The target may not be called at all; nothing was sent to it and no connection opened. Trying again changes nothing.
 * The message is fit for the admin who typed the address; it never repeats what a name resolved to, which would map our network for them.
 */
export class OutboundRefused extends AppError {
  declare readonly code: RefusalCode
  constructor(code: RefusalCode, message: string) {
    super('invalid', code, message)
    this.name = 'OutboundRefused'
  }
}

/** The call was allowed but did not come to a complete answer. `sent` says whether the request may have reached the other side. */
export class OutboundFailed extends AppError {
  declare readonly code: FailureCode
  readonly sent: boolean
  constructor(code: FailureCode, message: string, options: { sent: boolean; cause?: unknown }) {
    super('unavailable', code, message)
    this.name = 'OutboundFailed'
    this.sent = options.sent
    this.cause = options.cause
  }
}
