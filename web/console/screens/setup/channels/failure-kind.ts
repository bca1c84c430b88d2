/**
 * The kind of a failure from a key of the server (`mail.auth`, `health.sign_in_failed`, `mail.fix.auth`, `email.failure.auth.hint`) or from a line that begins with it
 * (`auth: [AUTHENTICATIONFAILED] …`); null for other text. Pure.
 */
export function failureKind(reason: string | null): string | null {
  const key = /^(?:mail|email|chat|api|health)\.(?:fix\.|failure\.)?([a-z_]+)(?:\.hint)?$/.exec(reason ?? '')
  if (key) return key[1]!
  return /^([a-z_]+): /.exec(reason ?? '')?.[1] ?? null
}
