import ChevronDown from 'lucide-react/icons/chevron-down'
import type { ComponentProps } from 'react'
import { classes } from '../classes.ts'
import style from './field.module.css'
import { useField } from './form-field.tsx'
import { Icon } from './icon.tsx'

export interface Choice<Value extends string = string> {
  value: Value
  label: string
  disabled?: boolean
}

interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'onChange' | 'value' | 'children'> {
  value: Value | ''
  onChange(value: Value): void
  choices: readonly Choice<NoInfer<Value>>[]
  /** Shown while nothing is chosen. */
  placeholder?: string
}

/** One of a few known choices. The platform's own list: right on every phone and for every screen reader. For many or searchable choices use Combobox. */
export function Select<Value extends string>({ value, onChange, choices, placeholder, className, ...rest }: SelectProps<Value>) {
  return (
    <span className={classes(style.box, style.select, className)}>
      <select {...useField(rest)} className={style.input} value={value} onChange={(event) => onChange(event.target.value as Value)}>
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon icon={ChevronDown} className={style.icon} />
    </span>
  )
}
