import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { classes } from '../classes.ts'
import { useT } from '../i18n.tsx'
import style from './field.module.css'
import { useField } from './form-field.tsx'
import { Icon, type LucideIcon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  value: string
  onChange(value: string): void
  icon?: LucideIcon
  /** A word or button inside the right edge: a unit, a copy button. */
  end?: ReactNode
}

/** One line of text. `type="password"` brings its own reveal button. Put it in a FormField, or give it aria-label. */
export function TextField({ value, onChange, icon, end, type = 'text', className, ...rest }: TextFieldProps) {
  const t = useT()
  const [revealed, setRevealed] = useState(false)
  const secret = type === 'password'
  return (
    <span className={classes(style.box, className)}>
      {icon && <Icon icon={icon} className={style.icon} />}
      <input
        {...useField(rest)}
        className={style.input}
        type={secret && revealed ? 'text' : type}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {secret && (
        <IconButton
          icon={revealed ? EyeOff : Eye}
          label={revealed ? t('kit.hide_password') : t('kit.show_password')}
          size="compact"
          onClick={() => setRevealed(!revealed)}
        />
      )}
      {end && <span className={style.end}>{end}</span>}
    </span>
  )
}
