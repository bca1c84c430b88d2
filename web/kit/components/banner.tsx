import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { useT } from '../i18n.tsx'
import style from './banner.module.css'
import { type Tone, toneIcons } from './chip.tsx'
import { Icon, type LucideIcon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'

interface BannerProps {
  tone?: Tone
  icon?: LucideIcon
  title?: ReactNode
  children?: ReactNode
  /** Buttons; compact ones fit. */
  actions?: ReactNode
  onDismiss?: () => void
  /** Interrupts what is being read: only for what stops the work, such as a failed send. */
  urgent?: boolean
}

/** A line about the whole pane: offline, a colleague is writing, a window closes soon. */
export function Banner({ tone = 'info', icon, title, children, actions, onDismiss, urgent = false }: BannerProps) {
  const t = useT()
  const glyph = icon ?? toneIcons[tone]
  return (
    <div className={classes(style.banner, style[tone])} role={urgent ? 'alert' : 'status'}>
      {glyph && <Icon icon={glyph} className={style.icon} />}
      <div className={style.text}>
        {title && <strong>{title} </strong>}
        {children}
      </div>
      {actions && <div className={style.actions}>{actions}</div>}
      {onDismiss && <IconButton icon={X} label={t('kit.dismiss')} size="compact" onClick={onDismiss} />}
    </div>
  )
}
