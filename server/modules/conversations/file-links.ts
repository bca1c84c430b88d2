import type { Context } from '../../platform/context.ts'

/** Makes addresses of stored files, each good for a few minutes and for the one who asked; given by app.ts, which knows the secrets. */
export interface FileLinks {
  urlOf(ctx: Context, file: { id: string; name: string }): string
  /** Puts the links of inline files into stored HTML, where they stand as `cid:` references. */
  withInlineImages(html: string, urls: Map<string, string>): string
}
