import { createElement } from 'react'
import { languageOfScript } from '../locale.ts'

interface UserTextProps {
  children: string
  /** Known language (the server detects it); without it the script decides. */
  lang?: string
  as?: 'span' | 'p' | 'div' | 'bdi'
  className?: string
  title?: string
}

/** Words somebody wrote: declares their language (voice, line height, fonts) and lets their own direction rule. Use it for every name, subject and message. */
export function UserText({ children, lang, as = 'span', className, title }: UserTextProps) {
  return createElement(as, { className, title, dir: 'auto', lang: lang ?? languageOfScript(children) }, children)
}
