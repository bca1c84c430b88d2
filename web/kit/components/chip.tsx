import Check from 'lucide-react/icons/check'
import CircleX from 'lucide-react/icons/circle-x'
import Clock from 'lucide-react/icons/clock'
import Info from 'lucide-react/icons/info'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { useT } from '../i18n.tsx'
import style from './chip.module.css'
import { Icon, type LucideIcon } from './icon.tsx'

/** What a state means. `attention` is only for time that needs somebody; `strain` only for people who are upset. */
export type Tone = 'neutral' | 'info' | 'success' | 'attention' | 'strain' | 'danger'

/** The picture that goes with a tone, since colour never speaks alone. */
export const toneIcons: Record<Tone, LucideIcon | null> = {
  neutral: null,
  info: Info,
  success: Check,
  attention: Clock,
  strain: TriangleAlert,
  danger: CircleX,
}

interface ChipProps {
  tone?: Tone
  /** Another picture than the tone's own; null for none (labels of the workspace). */
  icon?: LucideIcon | null
  /** The word. Short. */
  children: ReactNode
  title?: string
  lang?: string
  /** Makes it a button. */
  onClick?: () => void
  /** Adds a cross; the text is its name. */
  onRemove?: () => void
  removeLabel?: string
}

/** A state or label: icon, word and colour together. */
export function Chip({ tone = 'neutral', icon, children, title, lang, onClick, onRemove, removeLabel }: ChipProps) {
  const t = useT()
  const glyph = icon === undefined ? toneIcons[tone] : icon
  const inside = (
    <>
      {glyph && <Icon icon={glyph} className={style.icon} />}
      <span className={style.word} lang={lang}>
        {children}
      </span>
    </>
  )
  const look = classes(style.chip, style[tone])
  // What has no room is cut; the title says it whole.
  const whole = title ?? (typeof children === 'string' ? children : undefined)
  if (onClick) {
    return (
      <button type="button" className={classes(look, style.button)} title={whole} onClick={onClick}>
        {inside}
      </button>
    )
  }
  return (
    <span className={look} title={whole}>
      {inside}
      {onRemove && (
        <button type="button" className={style.remove} aria-label={removeLabel ?? t('kit.remove')} onClick={onRemove}>
          <Icon icon={X} />
        </button>
      )}
    </span>
  )
}

/** Chips in one line; those beyond `max` become "+2", which names them. */
export function ChipRow({ chips, max = 2 }: { chips: (ChipProps & { id: string; children: string })[]; max?: number }) {
  const t = useT()
  const rest = chips.slice(max)
  if (chips.length === 0) return null
  return (
    <span className={style.rowOfChips}>
      {chips.slice(0, max).map(({ id, ...chip }) => (
        <Chip key={id} {...chip} />
      ))}
      {rest.length > 0 && (
        <span className={style.rest} title={rest.map((chip) => chip.children).join(', ')}>
          <Chip>{t('kit.more_count', { count: rest.length })}</Chip>
        </span>
      )}
    </span>
  )
}
