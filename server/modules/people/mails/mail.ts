/** One kind of mail in one language. */
export interface Mail {
  subject(workspace: string): string
  /** Plain text; the link stands on a line of its own, so that every mail program makes it one. */
  body(given: { workspace: string; link: string }): string
}
export type Mails = Record<'invitation' | 'password_reset', Mail>
