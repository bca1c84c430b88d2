/** How far a mail is followed before the rest is kept unread: nesting, parts, and header bytes parsed of one block. */
export interface MailLimits {
  depth: number
  parts: number
  headerBytes: number
}

/** Far above any mail written by a person; low enough that a hostile 25 MB mail is read in well under three seconds. */
export const defaultLimits: MailLimits = { depth: 1_000, parts: 10_000, headerBytes: 1_048_576 }

/** What was repaired or cut. A note is kept once: a mail with 9,000 broken parts says so in one line. */
export class Repairs {
  private readonly notes = new Set<string>()

  add(note: string): void {
    if (this.notes.size < 200) this.notes.add(note)
  }

  list(): string[] {
    return [...this.notes]
  }
}

/** What one reading of one mail shares: its limits, its notes, and the parts seen so far, also those inside decoded parts. */
export interface Reading {
  limits: MailLimits
  repairs: Repairs
  partCount: number
}
