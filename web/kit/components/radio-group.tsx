import { type ReactNode, useId } from 'react'
import style from './tick.module.css'

interface RadioGroupProps<Value extends string> {
  label: ReactNode
  value: Value | ''
  onChange(value: Value): void
  choices: readonly { value: NoInfer<Value>; label: ReactNode; hint?: ReactNode; disabled?: boolean }[]
}

/** One of two to five choices that deserve to be read before choosing. */
export function RadioGroup<Value extends string>({ label, value, onChange, choices }: RadioGroupProps<Value>) {
  const name = useId()
  return (
    <fieldset className={style.group}>
      <legend className={style.legend}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={style.row}>
          <input
            type="radio"
            name={name}
            className={style.radio}
            checked={choice.value === value}
            disabled={choice.disabled}
            aria-describedby={choice.hint ? `${name}-${choice.value}` : undefined}
            onChange={() => onChange(choice.value)}
          />
          <span className={style.text}>
            {choice.label}
            {choice.hint && (
              <span id={`${name}-${choice.value}`} className={style.hint}>
                {choice.hint}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
