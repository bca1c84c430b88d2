import { useMemo } from 'react'
import { languageOfScript } from '../../../kit/locale.ts'
import style from './feed.module.css'
import { linksIn } from './links-in.ts'

/** Text as it was written, with its line breaks; addresses become links. Declares its language by what the server knows, else by script. */
export function Words({ text, lang }: { text: string; lang?: string }) {
  const parts = useMemo(() => linksIn(text), [text])
  if (!text) return null
  return (
    <div className={style.words} dir="auto" lang={lang ?? languageOfScript(text)}>
      {parts.map((part, index) =>
        part.href ? (
          <a key={index} href={part.href} target="_blank" rel="noreferrer noopener nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </div>
  )
}
