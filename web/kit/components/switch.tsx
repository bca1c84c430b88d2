import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from '../classes.ts'
import style from './tick.module.css'

interface SwitchProps extends Omit<ComponentProps<'input'>, 'onChange' | 'checked' | 'type' | 'role' | 'ref'> {
  label: ReactNode
  hint?: ReactNode
  checked: boolean
  onChange(checked: boolean): void
}

/** On or off, at once. The label says what is on, never "enable". */
export function Switch({ label, hint, checked, onChange, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <label className={classes(style.row, style.spread)}>
      <span className={style.text}>
        {label}
        {hint && (
          <span id={id} className={style.hint}>
            {hint}
          </span>
        )}
      </span>
      <input
        {...rest}
        type="checkbox"
        role="switch"
        className={style.switch}
        checked={checked}
        aria-describedby={hint ? id : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  )
}
