export type RefusalCode =
  | 'url_invalid'
  | 'scheme_refused'
  | 'credentials_in_url'
  | 'port_refused'
  | 'host_form_refused'
  | 'host_not_public'
  | 'address_not_public'
  | 'redirect_refused'

export type FailureCode =
  | 'dns_failed'
  | 'connect_failed'
  | 'tls_failed'
  | 'timed_out'
  | 'too_large'
  | 'too_many_redirects'
  | 'protocol_error'
  | 'aborted'

/**
 * The target may not be called at all; nothing was sent and no connection was opened to it. Trying again changes nothing.
 * The message is fit for the admin who typed the address; it never repeats what a name resolved to, which would map our network for them.
 */
export class OutboundRefused extends Error {
  readonly code: RefusalCode
  constructor(code: RefusalCode, message: string) {
    super(message)
    this.name = 'OutboundRefused'
    this.code = code
  }
}

/** The call was allowed but did not come to a complete answer. `sent` says whether the request may have reached the other side. */
export class OutboundFailed extends Error {
  readonly code: FailureCode
  readonly sent: boolean
  constructor(code: FailureCode, message: string, options: { sent: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.name = 'OutboundFailed'
    this.code = code
    this.sent = options.sent
  }
}
