import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'
import style from './tick.module.css'

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'onChange' | 'checked' | 'type' | 'ref'> {
  /** Left out only with aria-label, in tables. */
  label?: ReactNode
  hint?: ReactNode
  /** `mixed`: some of what it stands for. */
  checked: boolean | 'mixed'
  onChange(checked: boolean): void
}

/** A tick box. Takes effect with the form; for what takes effect at once use Switch. */
export function Checkbox({ label, hint, checked, onChange, ...rest }: CheckboxProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = checked === 'mixed'
  }, [checked])
  return (
    <label className={style.row}>
      <input
        {...rest}
        ref={input}
        type="checkbox"
        className={style.box}
        checked={checked === true}
        aria-describedby={hint ? id : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label && (
        <span className={style.text}>
          {label}
          {hint && (
            <span id={id} className={style.hint}>
              {hint}
            </span>
          )}
        </span>
      )}
    </label>
  )
}
