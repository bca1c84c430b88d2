import { classes } from '../classes.ts'
import { useT } from '../i18n.tsx'
import { initialsOf, pickByText } from '../initials.ts'
import { languageOfScript } from '../locale.ts'
import style from './avatar.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

const tints = [style.a, style.b, style.c, style.d, style.e, style.f]

export type Presence = 'online' | 'away' | 'offline'

interface AvatarProps {
  name: string
  /** Decides the colour, so that it survives a change of name; without it the name does. */
  id?: string
  size?: 24 | 32 | 40
  presence?: Presence
}

/** Initials in a quiet colour, the same on every screen. The name stands beside it, so the circle itself is silent; presence is said. */
export function Avatar({ name, id, size = 32, presence }: AvatarProps) {
  const t = useT()
  return (
    <span className={style.frame}>
      <span
        className={classes(style.avatar, tints[pickByText(id ?? name, tints.length)], style[`s${size}`])}
        aria-hidden="true"
        lang={languageOfScript(name)}
      >
        {initialsOf(name)}
      </span>
      {presence && (
        <>
          <span className={classes(style.dot, style[presence])} aria-hidden="true" />
          <VisuallyHidden>{t(`presence.${presence}`)}</VisuallyHidden>
        </>
      )}
    </span>
  )
}
